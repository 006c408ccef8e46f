/** Something to wait on that may be told before anybody waits. */
export class Wake {
  #isTold = false;
  #resolve: (() => void) | undefined;

  /** Ends the wait under way, or the next one. */
  readonly tell = (): void => {
    this.#isTold = true;
    this.#resolve?.();
  };

  /** Waits until told, `ms` at most. */
  async wait(ms: number): Promise<void> {
    if (!this.#isTold) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.max(ms, 0));
        this.#resolve = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#resolve = undefined;
    this.#isTold = false;
  }
}
