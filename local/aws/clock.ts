import type { Clock } from "./types.ts";

/**
 * The machine's clock plus an offset that only grows. Moving it forward fires every timer that fell due, in order
 * of due time. The offset lives in shared memory, so worker threads that hold `shared` see the same time.
 */
export class MovableClock implements Clock {
  readonly shared: SharedArrayBuffer;
  readonly #offset: Float64Array;
  readonly #timers = new Set<{ dueAt: number; callback: () => void; handle: NodeJS.Timeout }>();

  constructor() {
    this.shared = new SharedArrayBuffer(Float64Array.BYTES_PER_ELEMENT);
    this.#offset = new Float64Array(this.shared);
  }

  now(): number {
    return Date.now() + (this.#offset[0] ?? 0);
  }

  after(delayMs: number, callback: () => void): () => void {
    const timer = { dueAt: this.now() + delayMs, callback, handle: undefined as unknown as NodeJS.Timeout };
    this.#arm(timer);
    this.#timers.add(timer);
    return () => this.#drop(timer);
  }

  /** Moves time forward by `ms` (a negative amount is refused: time does not run backwards). */
  advance(ms: number): void {
    if (!(ms >= 0)) throw new RangeError(`the clock cannot move by ${ms} ms`);
    this.#offset[0] = (this.#offset[0] ?? 0) + ms;
    const now = this.now();
    const due = [...this.#timers].filter((timer) => timer.dueAt <= now).sort((a, b) => a.dueAt - b.dueAt);
    for (const timer of due) this.#fire(timer);
    for (const timer of this.#timers) this.#arm(timer);
  }

  #arm(timer: { dueAt: number; callback: () => void; handle: NodeJS.Timeout }): void {
    clearTimeout(timer.handle);
    // setTimeout takes at most 2^31 - 1 ms; a longer wait is re-armed when it wakes.
    const wait = Math.min(Math.max(timer.dueAt - this.now(), 0), 2 ** 31 - 1);
    timer.handle = setTimeout(() => (this.now() >= timer.dueAt ? this.#fire(timer) : this.#arm(timer)), wait);
  }

  #fire(timer: { dueAt: number; callback: () => void; handle: NodeJS.Timeout }): void {
    if (!this.#timers.has(timer)) return;
    this.#drop(timer);
    timer.callback();
  }

  #drop(timer: { dueAt: number; callback: () => void; handle: NodeJS.Timeout }): void {
    clearTimeout(timer.handle);
    this.#timers.delete(timer);
  }
}
