import { SearchTimeoutError } from '../errors/engine-errors.js';
import { inputError } from '../query/input.js';
import type { PartialReason } from '../query/search-result.js';
import type { Search } from '../query/search.js';
import type { Capabilities } from '../redis/capabilities.js';
import { EXPANSIONS } from './planner/weights.js';

const ENOUGH_EXPANSIONS = 10_000_000;

/** What was looked for less than it could have been. */
export interface Cuts {
  readonly prefix: boolean;
  readonly guesses: boolean;
}

/**
 * Why an answer may be incomplete; empty when it is whole.
 * @throws when the search asked to fail rather than be incomplete: LIMIT_EXCEEDED where it always would be, SEARCH_TIMEOUT
 */
export function partialReasons(search: Search, warnings: readonly string[], isCut: Cuts): readonly PartialReason[] {
  const reasons = new Set<PartialReason>(warnings.map(reasonOf));
  if (isCut.prefix) reasons.add('PREFIX_LIMIT');
  if (isCut.guesses) reasons.add('GUESS_LIMIT');
  if (isCut.guesses && search.onPartial === 'fail') {
    throw inputError(
      'LIMIT_EXCEEDED',
      'q',
      `has more words that may be mistyped than the ${EXPANSIONS.guessedWords} that are guessed. Use fewer words, say "typos": false, or allow partial answers.`,
    );
  }
  if (reasons.size > 0 && search.onPartial === 'fail') {
    throw new SearchTimeoutError(
      `The engine could not look at everything (${[...reasons].join(', ')}) within ${search.timeoutMs} ms. Raise timeoutMs, narrow the search, or allow partial answers.`,
    );
  }
  return [...reasons];
}

function reasonOf(warning: string): PartialReason {
  if (/timeout/i.test(warning)) return 'TIMEOUT';
  return /prefix expansion/i.test(warning) ? 'PREFIX_LIMIT' : 'ENGINE_WARNING';
}

/**
 * Whether the engine's settings may have cut the prefix that a search ends with. Servers before 8 do not tell, so their
 * low limits count as a cut; `aisle doctor` says how to raise them.
 */
export function prefixIsCut(search: Search, capabilities: Capabilities): boolean {
  const terms = search.text?.words.flatMap(({ tokens }) => tokens) ?? [];
  const prefixes = [...terms.filter((term) => term.endsWith('*')), ...terms.slice(-1)];
  if (prefixes.length === 0) return false;
  const tells = !(capabilities.modules['search'] ?? '').startsWith('2.');
  return (
    prefixes.some((prefix) => lengthOf(prefix) < capabilities.minPrefix) ||
    (!tells && capabilities.maxPrefixExpansions < ENOUGH_EXPANSIONS)
  );
}

const lengthOf = (prefix: string) => prefix.replace('*', '').length;
