// nextTask: lets everything else run that waits for its turn, so that a page or a server stays alive.

const waiting: (() => void)[] = [];
let channel: MessageChannel | undefined;

/** In browsers: a message to oneself is delivered after what waits, and sooner than any timer. */
function postTask(run: () => void): void {
  if (channel === undefined) {
    channel = new MessageChannel();
    channel.port1.onmessage = () => waiting.shift()?.();
  }
  waiting.push(run);
  channel.port2.postMessage(null);
}

/** Resolves after other tasks (input, timers, requests) have had their turn. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === "function") setImmediate(resolve);
    else postTask(resolve);
  });
}

/** Milliseconds of computing after which others get their turn. */
const patience = 10;

/** When the library was first asked since others had their turn; undefined where it was not. */
let began: number | undefined;

/** How long nobody else has had a turn: over one call, or over many that are only waited for one after another. */
function sinceOthers(): number {
  if (began !== undefined) return performance.now() - began;
  began = performance.now();
  void nextTask().then(() => {
    began = undefined;
  });
  return 0;
}

/** Gives others their turn often enough, and no oftener. */
export class Breath {
  /** Whether it is time to wait for {@link Breath.take}. */
  get isDue(): boolean {
    return sinceOthers() > patience;
  }

  take(): Promise<void> {
    return nextTask();
  }
}
