// The version of the command, as its package says it.
import { readFileSync } from "node:fs";

/** `0.1.0`. */
export function version(): string {
  // Both src/ and the built dist/ lie beside package.json.
  const manifest: unknown = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  if (typeof manifest === "object" && manifest !== null && "version" in manifest) return String(manifest.version);
  return "unknown";
}
