/**
 * Reads something once for all who ask before the read begins: one read is under way at a time, and whoever asks meanwhile
 * shares the next. So each gets what stood after it asked, and many ask for little more than the price of one.
 */
export class SharedRead<T> {
  readonly #read: () => Promise<T>;
  #underWay: Promise<T> | null = null;
  #next: Promise<T> | null = null;

  constructor(read: () => Promise<T>) {
    this.#read = read;
  }

  /** What stands now or later. @throws as the read does, for all who share it */
  ask(): Promise<T> {
    if (this.#underWay === null) return this.#begin();
    this.#next ??= this.#underWay.then(
      () => this.#begin(),
      () => this.#begin(),
    );
    return this.#next;
  }

  #begin(): Promise<T> {
    this.#next = null;
    const underWay = this.#read().finally(() => {
      if (this.#underWay === underWay) this.#underWay = this.#next;
    });
    this.#underWay = underWay;
    return underWay;
  }
}
