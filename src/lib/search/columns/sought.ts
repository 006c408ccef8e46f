import type { Alternative } from '../../query/text-plan.js';

/**
 * Letters that case folding turns into others, or into several. The engine folds the beginning of a word, and of what comes
 * out takes as many units as it had. Source: Unicode, CaseFolding.txt.
 */
const FOLDED_AGAIN =
  /[\p{CWCF}\u01F0\u0390\u03B0\u1E96-\u1E99\u1F50\u1F52\u1F54\u1F56\u1FB6\u1FC6\u1FD2\u1FD6\u1FD7\u1FE2\u1FE4\u1FE6\u1FE7\u1FF6]/u;

/** A word to be looked up. */
export interface Term {
  readonly text: string;
  /** Whether it also stands for all words that begin with it. */
  readonly isBeginning: boolean;
  /** Whether it counts by itself too where it is a beginning. */
  readonly countsItself: boolean;
}

/** Words that stand side by side; most are one. Only the last may be a beginning. */
export type Phrase = readonly Term[];

/** What an alternative looks for: all phrases have to be in a document. Null when only the engine can tell. */
export function soughtIn({ kind, tokens, prefix }: Alternative): readonly Phrase[] | null {
  if (tokens.length === 0) return null;
  const phrases = tokens.map((token, at) => phraseOf(token, prefix && at === tokens.length - 1, kind !== 'prefix'));
  const sought = kind === 'phrase' || kind === 'start' ? [phrases.flat()] : phrases;
  return sought.flat().every(isTelling) && sought.every(endsOnly) ? sought : null;
}

function phraseOf(token: string, prefix: boolean, countsItself: boolean): Phrase {
  if (!token.includes(' ') && !token.endsWith('*')) return [{ text: token, isBeginning: prefix, countsItself }];
  return token.split(' ').map((word) => {
    const isBeginning = word.endsWith('*');
    return { text: isBeginning ? word.slice(0, -1) : word, isBeginning, countsItself: false };
  });
}

const endsOnly = (phrase: Phrase) => phrase.every(({ isBeginning }, at) => !isBeginning || at === phrase.length - 1);

const isTelling = ({ text, isBeginning }: Term) =>
  text !== '' && !text.includes('*') && !(isBeginning && FOLDED_AGAIN.test(text));
