const VISIBLE = /[^\p{White_Space}\uFEFF]/u;
const ANY_SURROGATE = /[\uD800-\uDFFF]/;
const LONE_SURROGATE = /\p{Surrogate}/u;

/** A character that no stored text may hold. */
export type ForbiddenCharacter = 'NUL' | 'lone surrogate';

/** Whether a string is empty or holds only Unicode white space (or byte order marks). */
export function isBlank(value: string): boolean {
  return !VISIBLE.test(value);
}

/** The kind of character for which a text must be refused; NUL is told first. `null` when there is none. */
export function findForbiddenCharacter(text: string): ForbiddenCharacter | null {
  if (text.includes('\0')) return 'NUL';
  return ANY_SURROGATE.test(text) && LONE_SURROGATE.test(text) ? 'lone surrogate' : null;
}
