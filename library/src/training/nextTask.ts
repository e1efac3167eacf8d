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

/** Gives others their turn often enough, and no oftener. */
export class Breath {
  private last = performance.now();

  /** Whether it is time to wait for {@link Breath.take}. */
  get isDue(): boolean {
    return performance.now() - this.last > patience;
  }

  async take(): Promise<void> {
    await nextTask();
    this.last = performance.now();
  }
}
