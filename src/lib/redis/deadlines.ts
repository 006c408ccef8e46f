import { timerMs } from './deadline.js';

/** The clock of one caller who waits. */
export interface Deadline {
  readonly expiresAt: number;
  readonly onExpired: () => void;
  isOver: boolean;
  before: Deadline | undefined;
  after: Deadline | undefined;
}

/** Many clocks on one timer, for a timer of its own a command costs more than the rest of sending it. */
export class Deadlines {
  #last: Deadline | undefined;
  #count = 0;
  #timer: NodeJS.Timeout | undefined;
  #wakesAt = Infinity;

  /** How many clocks run. */
  get size(): number {
    return this.#count;
  }

  /** Starts a clock; `onExpired` is called once, after `ms`, unless it was stopped. */
  start(ms: number, onExpired: () => void): Deadline {
    const expiresAt = performance.now() + ms;
    const before = this.#last;
    const deadline: Deadline = { expiresAt, onExpired, isOver: false, before, after: undefined };
    if (before !== undefined) before.after = deadline;
    this.#last = deadline;
    this.#count++;
    if (expiresAt < this.#wakesAt) this.#wakeAt(expiresAt);
    return deadline;
  }

  /** Stops a clock; false when it had run out, or was stopped before. */
  stop(deadline: Deadline): boolean {
    if (deadline.isOver) return false;
    deadline.isOver = true;
    const { before, after } = deadline;
    if (before !== undefined) before.after = after;
    if (after === undefined) this.#last = before;
    else after.before = before;
    // A clock that outlived a collection would keep all later ones from being collected.
    deadline.before = deadline.after = undefined;
    this.#count--;
    return true;
  }

  /** The timer stays when nobody waits any more, for soon somebody will again; it keeps no process alive. */
  #wakeAt(time: number): void {
    clearTimeout(this.#timer);
    this.#wakesAt = time;
    // After a long stretch of other work the answer may lie in the socket: timers run first, so let it be read.
    this.#timer = setTimeout(() => setImmediate(this.#expire), timerMs(Math.ceil(time - performance.now())));
    this.#timer.unref();
  }

  readonly #expire = (): void => {
    const now = performance.now();
    const expired: Deadline[] = [];
    let next = Infinity;
    for (let deadline = this.#last; deadline !== undefined; deadline = deadline.before) {
      if (deadline.expiresAt <= now) expired.push(deadline);
      else next = Math.min(next, deadline.expiresAt);
    }
    this.#wakesAt = Infinity;
    if (next < Infinity) this.#wakeAt(next);
    for (const deadline of expired.reverse()) if (this.stop(deadline)) deadline.onExpired();
  };
}
