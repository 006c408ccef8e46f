import { SearchTimeoutError } from '../errors/engine-errors.js';
import type { PartialReason } from '../query/search-result.js';
import type { Search } from '../query/search.js';
import type { Capabilities } from '../redis/capabilities.js';

const ENOUGH_EXPANSIONS = 10_000_000;

/**
 * Why an answer may be incomplete; empty when it is whole.
 * @throws SEARCH_TIMEOUT when the search asked to fail rather than be incomplete
 */
export function partialReasons(
  search: Search,
  warnings: readonly string[],
  prefixCut: boolean,
): readonly PartialReason[] {
  const reasons = new Set<PartialReason>(warnings.map(reasonOf));
  if (prefixCut) reasons.add('PREFIX_LIMIT');
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
