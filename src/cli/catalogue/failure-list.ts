import type { Terminal } from '../terminal/terminal.js';

const SHOWN = 20;

/** What could not be written: the first ones are told, the others counted. */
export class FailureList {
  readonly #first: string[] = [];
  #count = 0;

  /** @param place which one it is: a line, an id */
  add(place: string, code: string, message: string): void {
    this.#count++;
    if (this.#first.length < SHOWN) this.#first.push(`${place}: ${message} [${code}]`);
  }

  /** Tells the failures, and sees to it that the command fails when there are any. */
  tell(terminal: Terminal): void {
    if (this.#count === 0) return;
    terminal.exitWith(1);
    for (const line of this.#first) terminal.tell(line);
    if (this.#count > this.#first.length) terminal.tell(`… and ${this.#count - this.#first.length} more`);
  }
}
