import type { Flight } from './engine-session.js';
import { Gate } from './gate.js';
import { ReplyCache } from './reply-cache.js';
import { resolveSearchCache } from './reply-cache-options.js';
import type { SearchCacheOptions } from './reply-cache-options.js';
import { Turns } from './turns.js';

/** Commands of broad searches that the engine is given at a time. */
const BROAD_AT_A_TIME = 2;

/** What the searches of a process share: replies that are kept, commands that are under way, the gate for long ones, and turns at columns. */
export class SearchReplies {
  readonly cache: ReplyCache;
  readonly flights = new Map<string, Flight>();
  readonly gate = new Gate(BROAD_AT_A_TIME);
  readonly turns = new Turns();

  /** @throws INVALID_VALUE */
  constructor(options: SearchCacheOptions = {}) {
    const { bytes, maxAgeMs } = resolveSearchCache(options);
    this.cache = new ReplyCache(bytes, maxAgeMs);
  }
}
