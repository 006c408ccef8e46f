/** Scripts that are written without spaces between words; Chinese and Japanese mix theirs within a word. */
const SCRIPTS = [
  ['Han', 'Hiragana', 'Katakana', 'Bopomofo'],
  ['Hangul'],
  ['Thai'],
  ['Lao'],
  ['Khmer'],
  ['Myanmar'],
] as const;
const RUN = SCRIPTS.map((group) => `(?!\\p{M})[${group.map((script) => `\\p{scx=${script}}`).join('')}]\\p{M}*`);
/** None of these scripts lies below it. */
const MAY_BE_RUN = /[\u0E00-\uFFFF]/;
const STARTS_RUN = new RegExp(`^(?:${RUN.join('|')})`, 'u');
const PIECES = new RegExp(
  `${RUN.map((character) => `(?:${character})+`).join('|')}|(?:(?!${RUN.join('|')})[^])+`,
  'gu',
);
/** A character with the marks upon it. */
const UNIT = /\P{M}\p{M}*|\p{M}+/gu;
/** Here a mark may follow what was typed last. */
const HAS_MARKS = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** Whether a text may hold a run of a script without spaces: false for most languages, at a glance. */
export function mayHoldRuns(text: string): boolean {
  return MAY_BE_RUN.test(text);
}

/** Whether a word is a run of a script without spaces, so that any part of it may be a word. */
export function isUnspaced(word: string): boolean {
  return MAY_BE_RUN.test(word) && STARTS_RUN.test(word);
}

/** Cuts a folded word where its script changes from or to one without spaces: `13インチ` is `13`, `インチ`. */
export function cutAtScripts(word: string): readonly string[] {
  if (!MAY_BE_RUN.test(word)) return [word];
  return word.match(PIECES) ?? [];
}

/** The characters of a run, each with its marks. */
export function unitsOf(run: string): readonly string[] {
  return run.match(UNIT) ?? [];
}

/**
 * The tokens of a run: each character with the one after it, and the last one alone. So a token begins with every
 * character, and no two runs stand side by side as one.
 */
export function runTokens(run: string): readonly string[] {
  const units = unitsOf(run);
  return units.map((unit, at) => unit + (units[at + 1] ?? ''));
}

/**
 * How a run is looked for inside others: its pairs, side by side, with blanks between them; `*` stands for any mark or
 * character behind.
 */
export function runTerm(run: string): string {
  const units = unitsOf(run);
  if (units.length < 2) return `${run}*`;
  return runTokens(run).slice(0, -1).join(' ') + (HAS_MARKS.test(run) ? '*' : '');
}

/** The run that {@link runTerm} was made of; any other term as it is. */
export function runOfTerm(term: string): string {
  if (!isUnspaced(term)) return term;
  const pairs = term.replace('*', '').split(' ');
  return pairs.map((pair, at) => (at === pairs.length - 1 ? pair : (unitsOf(pair)[0] ?? ''))).join('');
}
