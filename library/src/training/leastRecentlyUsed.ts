// LeastRecentlyUsed: a bounded store; what was not asked for the longest makes room.

/** A store of at most `limit` values. */
export class LeastRecentlyUsed<Key, Value> {
  private readonly entries = new Map<Key, Value>();
  private readonly limit: number;
  private readonly dispose: (value: Value) => void;

  /** @param dispose called with each value that leaves the store. */
  constructor(limit: number, dispose: (value: Value) => void) {
    this.limit = limit;
    this.dispose = dispose;
  }

  get(key: Key): Value | undefined {
    const value = this.entries.get(key);
    if (value === undefined) return undefined;
    this.entries.delete(key);
    this.entries.set(key, value);
    return value;
  }

  set(key: Key, value: Value): void {
    this.delete(key);
    this.entries.set(key, value);
    for (const oldest of this.entries.keys()) {
      if (this.entries.size <= this.limit) break;
      this.delete(oldest);
    }
  }

  private delete(key: Key): void {
    const value = this.entries.get(key);
    if (value === undefined) return;
    this.entries.delete(key);
    this.dispose(value);
  }

  clear(): void {
    for (const key of [...this.entries.keys()]) this.delete(key);
  }
}
