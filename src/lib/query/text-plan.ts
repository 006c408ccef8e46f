import { toEngineWord } from '../analysis/engine-word.js';
import { isUnspaced } from '../analysis/unspaced.js';
import type { TextQuery, Word } from './search.js';

/** Why something stands for a typed word, the best reason first. */
export type AlternativeKind =
  | 'exact'
  /** Without punctuation, in the fields that hold codes. */
  | 'code'
  /** Without punctuation or spaces, in any field. */
  | 'joined'
  | 'split'
  | 'completion'
  | 'prefix'
  /** Another form of the word in its language. */
  | 'stem'
  | 'typo'
  /** What means the same by a list of the collection. */
  | 'synonym'
  /** A code that holds the word, or is held by it. */
  | 'codePart'
  /** Ranking alone: the text begins with it, holds it as a phrase, is exactly it. */
  | 'start'
  | 'phrase'
  | 'value';

/** What may be found in the place of a word. */
export interface Alternative {
  readonly kind: AlternativeKind;
  /**
   * As the engine indexes them; all have to be in the document. One may be several words with blanks between, that stand
   * side by side; `*` behind the last word stands for any end.
   */
  readonly tokens: readonly string[];
  /** Whether the last token also stands for all words that begin with it. */
  readonly prefix: boolean;
  /** What a match counts, times its rarity; nothing where the others of its group find all that it finds. */
  readonly weight: number;
}

/** A typed word, or several that belong together, with all that may be found in its place. */
export interface WordGroup {
  readonly typed: string;
  readonly alternatives: readonly Alternative[];
  /** Whether a hit needs it where not every group is required. */
  readonly telling: boolean;
}

/** How the words of a query are looked for: a value that can be printed. */
export interface TextPlan {
  /** Whether a hit needs every group, or any of those that tell most. */
  readonly require: 'all' | 'any';
  readonly groups: readonly WordGroup[];
  /** Raise the score of hits, and never add one. */
  readonly bonuses: readonly Alternative[];
}

/** The plan that takes the words as they were typed: all of them, the last one also as a prefix. */
export function literalPlan(text: TextQuery): TextPlan {
  const last = text.words.length - 1;
  return Object.freeze({
    require: 'all',
    groups: text.words.map((word, index) => literalGroup(word, index === last)),
    bonuses: [],
  });
}

function literalGroup(word: Word, isLast: boolean): WordGroup {
  const tokens = word.tokens.map(toEngineWord);
  const prefix = isLast && !isUnspaced(word.tokens.at(-1) ?? '');
  const exact: Alternative = { kind: 'exact', tokens, prefix, weight: 1 };
  return { typed: word.typed, alternatives: [exact, ...codeAlternatives(word, isLast)], telling: true };
}

/** A word as a code; none where that is no other search than for its only token. */
export function codeAlternatives({ tokens, code }: Word, isLast: boolean, weight = 1): readonly Alternative[] {
  const isToken = tokens.length === 1 && tokens[0] === code && !isUnspaced(code);
  return code === '' || isToken ? [] : [{ kind: 'code', tokens: [toEngineWord(code)], prefix: isLast, weight }];
}

/** Where any word will do, each word of several counts by itself. */
export function partsOf({ alternatives }: WordGroup): readonly Alternative[] {
  return alternatives.flatMap((alternative) => {
    if (alternative.kind === 'synonym') return [alternative];
    const words = alternative.tokens.flatMap((token) => token.split(' '));
    return words.map((word, index) => ({
      ...alternative,
      tokens: [word],
      prefix: alternative.prefix && index === words.length - 1,
    }));
  });
}
