import { scoringParts } from '../../query/plan-parts.js';
import type { TextPlan } from '../../query/text-plan.js';
import { soughtIn } from './sought.js';

const BYTES_OF_WORD = 60;

/** The words whose rarity counts in the scores of a plan. */
export class WeighedWords {
  readonly #words: ReadonlySet<string>;
  readonly #beginnings: readonly string[];

  constructor(plan: TextPlan) {
    const { required, raising } = scoringParts(plan);
    const terms = [...required.flat(), ...raising].flatMap((alternative) => soughtIn(alternative)?.flat() ?? []);
    this.#words = new Set(terms.map(({ text }) => text));
    const beginnings = terms.filter(({ isBeginning }) => isBeginning).map(({ text }) => text);
    this.#beginnings = [...new Set(beginnings)];
  }

  /** Memory that they take, roughly. */
  get bytes(): number {
    return (this.#words.size + this.#beginnings.length) * BYTES_OF_WORD;
  }

  /** Whether any of some words is among them. */
  has(words: readonly string[]): boolean {
    return words.some((word) => this.#words.has(word) || this.#beginnings.some((start) => word.startsWith(start)));
  }
}
