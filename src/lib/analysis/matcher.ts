import { isUnspaced } from './unspaced.js';

/** Decides which words of a text a query found. */
export interface Matcher {
  /** Whether a word (of `splitWords`) was found. */
  readonly matchesToken: (token: string) => boolean;
  /** Whether a code form (of `foldCode`) was found; absent when the query has no codes. */
  readonly matchesCode?: (code: string) => boolean;
  /** Runs without spaces, which are found inside others. */
  readonly runs: readonly string[];
}

/** What a query looked for, folded already: tokens by `splitWords`, codes by `foldCode`. Empty strings match nothing. */
export interface MatcherTerms {
  readonly tokens?: Iterable<string>;
  readonly prefixes?: Iterable<string>;
  readonly codes?: Iterable<string>;
  readonly codePrefixes?: Iterable<string>;
}

/** Makes a matcher from exact tokens, prefixes of tokens, codes and prefixes of codes. */
export function createMatcher(terms: MatcherTerms): Matcher {
  const { tokens = [], prefixes = [], codes = [], codePrefixes = [] } = terms;
  const matchesToken = createTest(tokens, prefixes);
  const matchesCode = createTest(codes, codePrefixes);
  return {
    matchesToken: matchesToken ?? (() => false),
    ...(matchesCode !== undefined && { matchesCode }),
    runs: [...new Set([...tokens, ...prefixes])].filter(isUnspaced),
  };
}

function createTest(wholes: Iterable<string>, starts: Iterable<string>): ((value: string) => boolean) | undefined {
  const exact = new Set(wholes);
  exact.delete('');
  const prefixes = [...new Set(starts)].filter((prefix) => prefix !== '');
  if (exact.size === 0 && prefixes.length === 0) return undefined;
  return (value) => exact.has(value) || prefixes.some((prefix) => value.startsWith(prefix));
}
