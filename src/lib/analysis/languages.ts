/** The languages whose words can be brought to their basic form, with the code (ISO 639-1) that marks such a form. */
export const LANGUAGES = {
  arabic: 'ar',
  armenian: 'hy',
  bulgarian: 'bg',
  danish: 'da',
  dutch: 'nl',
  english: 'en',
  finnish: 'fi',
  french: 'fr',
  german: 'de',
  greek: 'el',
  hungarian: 'hu',
  indonesian: 'id',
  italian: 'it',
  lithuanian: 'lt',
  norwegian: 'no',
  portuguese: 'pt',
  romanian: 'ro',
  russian: 'ru',
  serbian: 'sr',
  spanish: 'es',
  swedish: 'sv',
  turkish: 'tr',
  ukrainian: 'uk',
} as const;

export type Language = keyof typeof LANGUAGES;

/** A language, or `none` where words are to be taken as they are. */
export type LanguageSetting = Language | 'none';

export const LANGUAGE_NAMES: readonly Language[] = Object.keys(LANGUAGES).filter(isLanguage);

export function isLanguage(value: unknown): value is Language {
  return typeof value === 'string' && Object.hasOwn(LANGUAGES, value);
}

export function isLanguageSetting(value: unknown): value is LanguageSetting {
  return value === 'none' || isLanguage(value);
}
