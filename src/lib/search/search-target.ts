import type { AnyCollection } from '../collections/collection.js';
import { layoutOf } from '../collections/field-layout.js';
import { indexHash } from '../collections/index-hash.js';
import type { Target } from '../query/step.js';
import type { Keys } from '../redis/keys.js';

/** Ages are counted in whole hours, so that the pages of one search agree. */
const HOUR_MS = 3_600_000;

/** What searches of a collection are compiled for. */
export function targetOf(keys: Keys, serving: AnyCollection): Target {
  return {
    index: keys.index(serving.name, indexHash(serving)),
    layout: layoutOf(serving),
    ranking: serving.ranking,
    now: Math.floor(Date.now() / HOUR_MS) * HOUR_MS,
  };
}
