import { stemmer as arabic } from '@orama/stemmers/arabic';
import { stemmer as armenian } from '@orama/stemmers/armenian';
import { stemmer as bulgarian } from '@orama/stemmers/bulgarian';
import { stemmer as danish } from '@orama/stemmers/danish';
import { stemmer as dutch } from '@orama/stemmers/dutch';
import { stemmer as english } from '@orama/stemmers/english';
import { stemmer as finnish } from '@orama/stemmers/finnish';
import { stemmer as french } from '@orama/stemmers/french';
import { stemmer as german } from '@orama/stemmers/german';
import { stemmer as greek } from '@orama/stemmers/greek';
import { stemmer as hungarian } from '@orama/stemmers/hungarian';
import { stemmer as indonesian } from '@orama/stemmers/indonesian';
import { stemmer as italian } from '@orama/stemmers/italian';
import { stemmer as lithuanian } from '@orama/stemmers/lithuanian';
import { stemmer as norwegian } from '@orama/stemmers/norwegian';
import { stemmer as portuguese } from '@orama/stemmers/portuguese';
import { stemmer as romanian } from '@orama/stemmers/romanian';
import { stemmer as russian } from '@orama/stemmers/russian';
import { stemmer as serbian } from '@orama/stemmers/serbian';
import { stemmer as spanish } from '@orama/stemmers/spanish';
import { stemmer as swedish } from '@orama/stemmers/swedish';
import { stemmer as turkish } from '@orama/stemmers/turkish';
import { stemmer as ukrainian } from '@orama/stemmers/ukrainian';
import { foldText } from './fold.js';
import type { Language } from './languages.js';

const STEMMERS: Readonly<Record<Language, (word: string) => string>> = {
  arabic,
  armenian,
  bulgarian,
  danish,
  dutch,
  english,
  finnish,
  french,
  german,
  greek,
  hungarian,
  indonesian,
  italian,
  lithuanian,
  norwegian,
  portuguese,
  romanian,
  russian,
  serbian,
  spanish,
  swedish,
  turkish,
  ukrainian,
};
/** Codes and numbers have no other form, nor has a word of two letters. */
const HAS_NO_FORMS = /[\p{N}]|^..?$/u;
const REMEMBERED = 20_000;
const known = new Map<Language, Map<string, string>>();

/**
 * The basic form of a folded word, by the Snowball algorithm of its language (https://snowballstem.org); all forms of a word
 * have the same one, which need not be a word itself.
 */
export function stem(word: string, language: Language): string {
  const stems = known.get(language) ?? new Map<string, string>();
  known.set(language, stems);
  const found = stems.get(word);
  if (found !== undefined) return found;
  if (stems.size >= REMEMBERED) stems.clear();
  const stemmed = HAS_NO_FORMS.test(word) ? word : foldText(STEMMERS[language](word)) || word;
  stems.set(word, stemmed);
  return stemmed;
}
