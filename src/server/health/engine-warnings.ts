import type { RedisConnection } from '../../lib/index.js';

type Capabilities = Pick<RedisConnection['capabilities'], 'maxPrefixExpansions' | 'minPrefix'>;

/** Fewer words than this behind one beginning, and a large catalogue is searched in part. */
const ENOUGH_EXPANSIONS = 10_000_000;

/** What the settings of the engine cost, with the way out. */
export function engineWarnings({ maxPrefixExpansions, minPrefix }: Capabilities): readonly string[] {
  return [
    ...(maxPrefixExpansions < ENOUGH_EXPANSIONS
      ? [
          `The engine stands in ${maxPrefixExpansions} words at most for the beginning of one, so that such searches may be partial. Set search-max-prefix-expansions (MAXPREFIXEXPANSIONS before Redis 8) to ${ENOUGH_EXPANSIONS}.`,
        ]
      : []),
    ...(minPrefix > 1
      ? [
          `The engine finds no beginning of a word shorter than ${minPrefix} letters. Set search-min-prefix (MINPREFIX before Redis 8) to 1.`,
        ]
      : []),
  ];
}
