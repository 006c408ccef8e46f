import { isLanguage, LANGUAGE_NAMES } from '../../analysis/languages.js';
import type { Language } from '../../analysis/languages.js';
import { queryTerms } from '../../analysis/tokenize.js';
import { AisleError } from '../../errors/aisle-error.js';
import { checkMembers, inputError, member, readList, readRecord, readShortString } from '../../query/input.js';
import type { Input } from '../../query/input.js';

/** Words that mean the same. Each may be several words, such as `cell phone`; case, accents and punctuation do not matter. */
export interface Synonym {
  /** What is typed, where the others stand for it and not it for them. Absent: each stands for all others. */
  readonly root?: string;
  /** 1 to 50; at least 2 without a root. */
  readonly synonyms: readonly string[];
  /** Only for searches in this language, and those that name none. Absent: for all. */
  readonly language?: Language;
}

/** A synonym with the id that it is stored under. */
export interface StoredSynonym extends Synonym {
  readonly id: string;
}

export const SYNONYM_LIMITS = {
  /** Of one collection. */
  count: 5_000,
  /** Words or phrases of one. */
  synonyms: 50,
  /** Characters of a word or phrase. */
  length: 100,
  /** Words of a phrase. */
  words: 6,
} as const;

const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
const EXAMPLE = '{"synonyms": ["sofa", "couch"]} or {"root": "sneaker", "synonyms": ["trainer"]}';

/** @throws INVALID_ID */
export function checkSynonymId(id: string): string {
  if (ID.test(id)) return id;
  const message = `The id of a synonym has 1 to 100 letters, digits, ".", "-" and "_", a letter or digit first; "${id.slice(0, 120)}" has not.`;
  throw new AisleError('INVALID_ID', message, { faults: [{ path: 'id', message }] });
}

/** @throws INVALID_VALUE, LIMIT_EXCEEDED, UNKNOWN_PARAMETER, naming the member and what is allowed */
export function parseSynonym(value: unknown): Synonym {
  const input: Input = { value, path: '', fromUrl: false };
  const record = readRecord(input, EXAMPLE);
  checkMembers(record, ['root', 'synonyms', 'language'], '');
  const root = record['root'] === undefined ? undefined : readPhrase(member(input, record, 'root'));
  const synonyms = readList(member(input, record, 'synonyms'), SYNONYM_LIMITS.synonyms, 'list').map(readPhrase);
  const different = new Set(
    [...(root === undefined ? [] : [root]), ...synonyms].map((phrase) => queryTerms(phrase).join(' ')),
  );
  if (synonyms.length === 0 || different.size < 2) {
    throw inputError(
      'INVALID_VALUE',
      'synonyms',
      `needs at least two different words or phrases, or one beside "root", such as ${EXAMPLE}`,
    );
  }
  const language = record['language'] === undefined ? undefined : readLanguage(record['language']);
  return Object.freeze({
    ...(root === undefined ? {} : { root }),
    synonyms: Object.freeze(synonyms),
    ...(language === undefined ? {} : { language }),
  });
}

function readPhrase(input: Input): string {
  const phrase = readShortString(input, SYNONYM_LIMITS.length);
  const words = queryTerms(phrase).length;
  if (words === 0) throw inputError('INVALID_VALUE', input.path, 'needs at least one letter or digit');
  if (words > SYNONYM_LIMITS.words) {
    throw inputError('LIMIT_EXCEEDED', input.path, `has ${words} words, at most ${SYNONYM_LIMITS.words} are allowed`);
  }
  return phrase;
}

function readLanguage(value: unknown): Language {
  if (isLanguage(value)) return value;
  throw inputError('INVALID_VALUE', 'language', `must be one of: ${LANGUAGE_NAMES.join(', ')}; leave it out for all`);
}
