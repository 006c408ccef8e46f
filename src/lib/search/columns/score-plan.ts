import { beginningWeight, scoringParts } from '../../query/plan-parts.js';
import type { Alternative, TextPlan } from '../../query/text-plan.js';
import { rarity } from '../planner/rarity.js';
import { gainOf, lengthNorm } from './bm25.js';
import type { LengthNorm } from './bm25.js';
import { grown } from './grown.js';
import { holdersOf, placesOf } from './match-plan.js';
import type { Postings } from './postings.js';
import type { SlotSet } from './slot-set.js';
import { soughtIn } from './sought.js';
import type { Term } from './sought.js';

/** Scores documents. Its arrays are used again and again: all documents have a place in them, and few are looked at. */
export class PlanScorer {
  readonly #postings: Postings;
  #scores: Float64Array = new Float64Array(0);
  #together: Float64Array = new Float64Array(0);
  #frequencies: Float64Array = new Float64Array(0);
  /** Of all documents, while a plan is scored. */
  #documents = 0;
  #norm: LengthNorm = lengthNorm(0);

  constructor(postings: Postings) {
    this.#postings = postings;
  }

  /**
   * How well documents fit a plan, by slots: the sum over the parts of the plan of weight times BM25, as the engine scores
   * `compileText`. All words with a beginning count as if they were one.
   * @param hits documents that the plan selects
   * @param slots the same ones listed
   * @returns only the scores of hits mean something, and until the next plan; null when only the engine can tell
   */
  score(plan: TextPlan, hits: SlotSet, slots: Uint32Array): Float64Array | null {
    const { documents, averageLength } = this.#postings.statistics;
    this.#documents = documents;
    this.#norm = lengthNorm(averageLength);
    this.#scores = cleared(this.#scores, hits.size, slots);
    const { required, raising } = scoringParts(plan);
    const isKnown = [...required.flat(), ...raising].every((alternative) => this.#add(alternative, hits, slots));
    return isKnown ? this.#scores : null;
  }

  get bytes(): number {
    return this.#scores.byteLength + this.#together.byteLength + this.#frequencies.byteLength;
  }

  /** Adds what an alternative counts. @returns whether that is known */
  #add(alternative: Alternative, hits: SlotSet, slots: Uint32Array): boolean {
    const phrases = soughtIn(alternative);
    if (phrases === null) return false;
    const terms = phrases.flat();
    const [only] = terms;
    if (terms.length === 1 && only !== undefined) {
      this.#addTerm(this.#scores, alternative, only, alternative.weight, slots);
      return true;
    }
    const holders = holdersOf(this.#postings, alternative, phrases, hits.size, hits).toArray();
    if (holders.length === 0) return true;
    this.#together = cleared(this.#together, hits.size, holders);
    for (const term of terms) this.#addTerm(this.#together, alternative, term, 1, holders);
    for (const slot of holders) {
      this.#scores[slot] = (this.#scores[slot] ?? 0) + alternative.weight * (this.#together[slot] ?? 0);
    }
    return true;
  }

  #addTerm(scores: Float64Array, alternative: Alternative, term: Term, weight: number, slots: Uint32Array): void {
    if (!term.isBeginning || term.countsItself) this.#addWord(scores, alternative, term.text, weight);
    if (!term.isBeginning) return;
    const ofAll = term.countsItself ? beginningWeight(alternative, weight) : weight;
    this.#addBeginning(scores, alternative, term.text, ofAll, slots);
  }

  #addWord(scores: Float64Array, alternative: Alternative, text: string, weight: number): void {
    const { words, lengths } = this.#postings;
    const number = words.find(text);
    if (number === undefined) return;
    const gain = gainOf(rarity(words.holders(number), this.#documents), weight);
    words.postings(number).addScores(scores, lengths, gain, this.#norm, placesOf(alternative));
  }

  #addBeginning(
    scores: Float64Array,
    alternative: Alternative,
    text: string,
    weight: number,
    slots: Uint32Array,
  ): void {
    const { words, lengths } = this.#postings;
    const norm = this.#norm;
    this.#frequencies = cleared(this.#frequencies, scores.length, slots);
    const frequencies = this.#frequencies;
    let holders = 0;
    words.forEachFrom(text, (number) => {
      holders += words.holders(number);
      words.postings(number).addFrequencies(frequencies, placesOf(alternative));
    });
    const gain = gainOf(rarity(holders, this.#documents), weight);
    for (let at = 0; at < slots.length; at++) {
      const slot = slots[at] ?? 0;
      const frequency = frequencies[slot] ?? 0;
      const length = norm.flat + norm.slope * (lengths[slot] ?? 0);
      scores[slot] = (scores[slot] ?? 0) + (gain * frequency) / (frequency + length);
    }
  }
}

/** The array with room for all slots, and 0 for some of them. */
function cleared(array: Float64Array, size: number, slots: Uint32Array): Float64Array {
  const long = grown(array, size);
  for (let at = 0; at < slots.length; at++) long[slots[at] ?? 0] = 0;
  return long;
}
