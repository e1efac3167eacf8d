// Runs a TypeScript file in headless Chromium: bundled from the sources, served on loopback, its result returned.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import path from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { type Bundle, bundleBrowser } from "../../../tools/bundleBrowser.ts";
import { listFiles, root } from "../../../tools/listFiles.ts";

const candidates = [
  process.env.CHROMIUM,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** The Chromium that the tests use: $CHROMIUM or where systems install it; undefined where there is none. */
export const chromiumPath = candidates.find((candidate) => candidate !== undefined && existsSync(candidate));

/** Whether browser tests must be left out, which is said loudly; under CI they fail instead. */
export const withoutBrowser = chromiumPath === undefined && !process.env.CI;
if (withoutBrowser) {
  console.warn(
    "\n*** BROWSER TESTS SKIPPED: no Chromium found. Install one (apt-get install chromium) or set CHROMIUM. ***\n",
  );
}

const launchArguments = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** How a page is opened. */
export interface PageOptions {
  /** Whether the page is isolated, so that it has SharedArrayBuffer; default false, as most pages are. */
  readonly isolated?: boolean;
}

/** An open page with the bundle's exports at `window.entry`, to be closed after use. */
export interface OpenPage {
  readonly page: Page;
  /** What the page wrote to its console and the errors that it did not catch, in order. */
  readonly messages: readonly string[];
  close(): Promise<void>;
}

/** Opens a page that has loaded a TypeScript file. */
export async function openPage(entryFile: string, options: PageOptions = {}): Promise<OpenPage> {
  const bundle = await bundleBrowser(entryFile, { minify: false });
  const server = await serve(bundle, options);
  const browser = await launch().catch((error: unknown) => {
    server.close();
    throw error;
  });
  const close = async (): Promise<void> => {
    await browser.close();
    server.closeAllConnections();
    server.close();
  };
  const page = await browser.newPage();
  const messages: string[] = [];
  page.on("console", (message) => messages.push(message.text()));
  page.on("pageerror", (error) => messages.push(String(error)));
  try {
    await page.goto(`http://127.0.0.1:${port(server)}/`);
    await page.waitForFunction("window.entry !== undefined", undefined, { timeout: 20_000 });
  } catch (error) {
    await close();
    throw new Error(`the page did not load ${entryFile}: ${messages.join("\n")}`, { cause: error });
  }
  return { page, messages, close };
}

/**
 * Runs the exported function `run` of a TypeScript file in headless Chromium.
 *
 * @returns What `run` resolves to, which must be plain JSON.
 * @throws If there is no Chromium, or what `run` throws, with the page's console.
 */
export async function runInBrowser(entryFile: string, options: PageOptions = {}): Promise<unknown> {
  const { page, messages, close } = await openPage(entryFile, options);
  try {
    const json: unknown = await page.evaluate("window.entry.run().then((result) => JSON.stringify(result) ?? 'null')");
    return JSON.parse(String(json));
  } catch (error) {
    throw new Error([String(error), ...messages].join("\n"), { cause: error });
  } finally {
    await close();
  }
}

const inWorker = `new Promise((resolve, reject) => {
  const source = 'import { run } from "' + location.origin + '/entry.js"; postMessage(JSON.stringify(await run()));';
  const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const worker = new Worker(address, { type: "module" });
  worker.onmessage = ({ data }) => resolve(data);
  worker.onerror = ({ message }) => reject(new Error("the worker failed: " + message));
})`;

/** The same in a worker of the page. */
export async function runInBrowserWorker(entryFile: string): Promise<unknown> {
  const { page, messages, close } = await openPage(entryFile);
  try {
    const json: unknown = await page.evaluate(inWorker);
    return JSON.parse(String(json));
  } catch (error) {
    throw new Error([String(error), ...messages].join("\n"), { cause: error });
  } finally {
    await close();
  }
}

async function launch(): Promise<Browser> {
  if (chromiumPath === undefined)
    throw new Error("no Chromium found: install one (apt-get install chromium) or set CHROMIUM");
  return chromium.launch({ executablePath: chromiumPath, args: launchArguments });
}

const html = `<!doctype html><meta charset="utf-8"><title>chainrule</title><link rel="icon" href="data:,">
<script type="module">import * as entry from "/entry.js"; window.entry = entry;</script>`;

/** Serves the page, the bundle's chunks, and the tables that the library ships, found by their name. */
async function serve(bundle: Bundle, options: PageOptions): Promise<Server> {
  const isolation = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const name = path.posix.basename(request.url ?? "/");
    const found = name === "" ? html : (bundle.chunks.get(name)?.bytes ?? (await shippedTable(name)));
    const type = name === "" ? "text/html" : name.endsWith(".js") ? "text/javascript" : "text/csv";
    response.writeHead(found === undefined ? 404 : 200, {
      "Content-Type": type,
      ...(options.isolated ? isolation : {}),
    });
    response.end(found);
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.destroy(new Error(String(error))));
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => resolve(server));
  });
}

async function shippedTable(name: string): Promise<Uint8Array | undefined> {
  const file = name.endsWith(".csv")
    ? listFiles("library/datasets").find((entry) => path.basename(entry) === name)
    : undefined;
  return file === undefined ? undefined : readFile(path.join(root, file));
}

function port(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return address.port;
}
