/** A number of slots, given in the order of asking. */
export class Slots {
  readonly #size: number;
  readonly #waiters: (() => void)[] = [];
  #taken = 0;
  #onEmpty: (() => void) | undefined;

  constructor(size: number) {
    this.#size = size;
  }

  /** Takes a slot, waiting `timeoutMs` at most. False when none came free. */
  async take(timeoutMs: number): Promise<boolean> {
    if (this.#taken < this.#size) {
      this.#taken++;
      return true;
    }
    return new Promise((resolve) => {
      const onFree = () => {
        clearTimeout(timer);
        resolve(true);
      };
      const timer = setTimeout(() => {
        this.#waiters.splice(this.#waiters.indexOf(onFree), 1);
        resolve(false);
      }, timeoutMs);
      this.#waiters.push(onFree);
    });
  }

  /** Gives a slot back, to whoever waits longest. */
  free(): void {
    const next = this.#waiters.shift();
    if (next !== undefined) next();
    else if (--this.#taken === 0) this.#onEmpty?.();
  }

  /** Resolves when no slot is taken. */
  async empty(): Promise<void> {
    if (this.#taken === 0) return;
    await new Promise<void>((resolve) => {
      this.#onEmpty = resolve;
    });
  }
}
