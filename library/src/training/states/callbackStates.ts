// What callbacks remember, kept with the model so that a later training can go on as if nothing had come between.
import type { CallbackHandlers, CallbackState } from "../callback.ts";

/** A callback at work. */
export interface StartedCallback {
  /** The name of its definition; `handlers` for plain objects. */
  readonly type: string;
  readonly handlers: CallbackHandlers;
}

/** What all callbacks of a training remembered when an epoch had ended. */
export interface StoredCallbacks {
  /** The number of the epoch that comes next. */
  readonly epoch: number;
  readonly states: readonly { readonly type: string; readonly state: CallbackState }[];
}

/** What callbacks remember now. */
export function storedCallbacks(epoch: number, callbacks: readonly StartedCallback[]): StoredCallbacks {
  const states = callbacks.flatMap(({ type, handlers }) => {
    const state = handlers.state?.();
    return state === undefined ? [] : [{ type, state }];
  });
  return { epoch, states };
}

/**
 * Gives callbacks what they remembered, if the training goes on with the epoch that came next: the first of each type
 * what the first of that type remembered, and so on.
 */
export function restoreCallbacks(
  stored: StoredCallbacks | undefined,
  initialEpoch: number,
  callbacks: readonly StartedCallback[],
): void {
  if (stored === undefined || initialEpoch === 0 || stored.epoch !== initialEpoch) return;
  const left = [...stored.states];
  for (const { type, handlers } of callbacks) {
    if (handlers.restore === undefined) continue;
    const position = left.findIndex((entry) => entry.type === type);
    const [entry] = position < 0 ? [] : left.splice(position, 1);
    if (entry !== undefined) handlers.restore(entry.state);
  }
}
