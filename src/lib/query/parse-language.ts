import { isLanguageSetting, LANGUAGE_NAMES } from '../analysis/languages.js';
import type { Language, LanguageSetting } from '../analysis/languages.js';
import type { AnyCollection } from '../collections/collection.js';
import { layoutOf } from '../collections/field-layout.js';
import { describe, inputError } from './input.js';
import type { Input } from './input.js';

/** @throws INVALID_VALUE */
export function parseLanguage({ value, path }: Input): LanguageSetting {
  if (isLanguageSetting(value)) return value;
  throw inputError(
    'INVALID_VALUE',
    path,
    `must be "none" or one of: ${LANGUAGE_NAMES.join(', ')}, not ${describe(value)}`,
  );
}

/** The languages whose forms of words a search looks for: the one that it names, else all that the collection has. */
export function languagesFor(collection: AnyCollection, setting: LanguageSetting | null): readonly Language[] {
  if (setting === 'none') return [];
  if (setting !== null) return [setting];
  return [
    ...new Set([...layoutOf(collection).values()].flatMap(({ language }) => (language === null ? [] : [language]))),
  ];
}
