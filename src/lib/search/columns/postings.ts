import { onlyRanks } from '../../analysis/anchors.js';
import { partsOf } from '../../query/text-plan.js';
import type { Alternative, TextPlan } from '../../query/text-plan.js';
import { SlotSet } from './slot-set.js';
import { WordSlots } from './word-slots.js';

/**
 * Letters that case folding turns into others, or into several. The engine folds the beginning of a word, and of what comes
 * out takes as many units as it had. Source: Unicode, CaseFolding.txt.
 */
const FOLDED_AGAIN =
  /[\p{CWCF}\u01F0\u0390\u03B0\u1E96-\u1E99\u1F50\u1F52\u1F54\u1F56\u1FB6\u1FC6\u1FD2\u1FD6\u1FD7\u1FE2\u1FE4\u1FE6\u1FE7\u1FF6]/u;

/** A word to be looked up, or the beginning of one. */
interface Term {
  readonly text: string;
  readonly isBeginning: boolean;
}

/** Which slots hold which words. */
export class Postings {
  readonly #words = new WordSlots();
  readonly #codes = new WordSlots();

  /**
   * Adds the words of a document, under a slot higher than all before.
   * @param words the texts of its searchable members as they are indexed: words with one space between
   * @param codes the texts of its members that hold codes; these are found by plain words too
   */
  add(slot: number, words: readonly string[], codes: readonly string[]): void {
    for (const text of words) this.#words.add(slot, text);
    for (const text of codes) this.#codes.add(slot, text);
  }

  /**
   * The slots that a plan selects, dead ones among them, as the engine selects documents for `compileText` without ranks,
   * where its settings cut no beginning of a word; null when only the engine can tell, as of words side by side.
   * @param size how many slots there are
   */
  match(plan: TextPlan, size: number): SlotSet | null {
    let matched: SlotSet | null = null;
    for (const alternatives of requiredOf(plan)) {
      const group = this.#union(alternatives, size);
      if (group === null) return null;
      matched = matched === null ? group : matched.intersect(group);
    }
    return matched;
  }

  /**
   * Renumbers the slots, and forgets words that none of them holds.
   * @param slots for each old slot the new one, -1 for a dead one; new ones ascend with the old
   */
  compact(slots: Int32Array): void {
    this.#words.compact(slots);
    this.#codes.compact(slots);
  }

  /** Bytes of memory that it takes, roughly. */
  get bytes(): number {
    return this.#words.bytes + this.#codes.bytes;
  }

  #union(alternatives: readonly Alternative[], size: number): SlotSet | null {
    if (alternatives.length === 0) return null;
    const union = new SlotSet(size);
    for (const alternative of alternatives) {
      const terms = termsOf(alternative);
      if (terms === null) return null;
      const isCode = alternative.kind === 'code';
      const [only] = terms;
      if (terms.length === 1 && only !== undefined) this.#collect(only, isCode, union);
      else union.unite(this.#intersection(terms, isCode, size));
    }
    return union;
  }

  #intersection([first, ...rest]: readonly Term[], isCode: boolean, size: number): SlotSet {
    const all = new SlotSet(size);
    if (first !== undefined) this.#collect(first, isCode, all);
    for (const term of rest) {
      const one = new SlotSet(size);
      this.#collect(term, isCode, one);
      all.intersect(one);
    }
    return all;
  }

  #collect({ text, isBeginning }: Term, isCode: boolean, set: SlotSet): void {
    for (const slots of isCode ? [this.#codes] : [this.#words, this.#codes]) {
      if (isBeginning) slots.collectFrom(text, set);
      else slots.collect(text, set);
    }
  }
}

/** Groups of which every one is required, each with the alternatives that select. */
function requiredOf({ require, groups }: TextPlan): readonly (readonly Alternative[])[] {
  const each =
    require === 'all'
      ? groups.map(({ alternatives }) => alternatives)
      : [groups.filter(({ telling }) => telling).flatMap(partsOf)];
  return each.map((alternatives) => alternatives.filter(({ kind }) => kind !== 'completion'));
}

/** What an alternative looks for; null when that takes the places of words. */
function termsOf({ kind, tokens, prefix }: Alternative): readonly Term[] | null {
  const isOrdered = kind === 'phrase' || kind === 'start';
  if (tokens.length === 0 || (isOrdered && tokens.length > 1)) return null;
  const terms = tokens.map((token, at): Term => {
    const isStarred = token.endsWith('*');
    return {
      text: isStarred ? token.slice(0, -1) : token,
      isBeginning: isStarred || (prefix && at === tokens.length - 1),
    };
  });
  return terms.every(isTelling) ? terms : null;
}

const isTelling = ({ text, isBeginning }: Term) =>
  text !== '' && !onlyRanks(text) && !/[ *]/.test(text) && !(isBeginning && FOLDED_AGAIN.test(text));
