import type { FacetReply } from '../query/facet-plan.js';
import { facetsPlan } from '../query/page-plan.js';
import type { FacetsReply } from '../query/page-plan.js';
import type { Plan } from '../query/plan.js';
import type { Search } from '../query/search.js';
import type { Target } from '../query/step.js';
import type { IndexReadiness } from '../indexes/index-readiness.js';
import type { RedisConnection } from '../redis/redis-connection.js';
import { askReplica } from './ask-replica.js';
import { EngineWords } from './engine-words.js';
import type { FacetMemory } from './facet-memory.js';
import type { LeadingDocuments } from './leading-documents.js';
import { rememberLast } from './remember-last.js';
import type { AskOptions, EngineSession } from './replies/engine-session.js';

/** Milliseconds beyond the engine's own limit after which an answer is given up. */
export const GRACE_MS = 5_000;

/** Hits beyond which each facet travels alone, so that writes and other searches come in between. */
const BROAD = 2_000;

export interface EngineSearchOptions {
  readonly connection: RedisConnection;
  readonly session: EngineSession;
  readonly readiness: IndexReadiness;
  readonly target: Target;
  readonly search: Search;
  readonly memory: FacetMemory;
  readonly leading: LeadingDocuments;
}

/** Asks the engine for one search. */
export class EngineSearch {
  readonly #options: EngineSearchOptions;
  readonly #warned: string[] = [];
  readonly #facetsOf: (search: Search) => Plan<FacetsReply>;
  readonly words: EngineWords;

  constructor(options: EngineSearchOptions) {
    const { target, memory, leading, connection } = options;
    this.#options = options;
    this.#facetsOf = rememberLast((planned: Search) => facetsPlan(target, planned, memory));
    this.words = new EngineWords({
      target,
      leading,
      hitsTellTotal: (connection.capabilities.modules['search'] ?? '').startsWith('2.'),
      laterOf: (search) => this.#facetsOf(search).reads,
      ask: (plan, how) => this.#ask(plan, how),
      warn: (warnings) => this.#warned.push(...warnings),
    });
  }

  /** What the engine could not do wholly, besides what a page tells. */
  get warned(): readonly string[] {
    return this.#warned;
  }

  /** What the words of all documents depend on, as it stood after the search began; null when that is not known. */
  wordsVersion(): Promise<string | null> {
    return this.#options.session.wordsVersion(this.#options.search.timeoutMs + GRACE_MS);
  }

  /** Counts the facets of a search. @param total how many hits it has */
  facets(search: Search, total: number): Promise<readonly FacetReply[]> {
    const { target, memory } = this.#options;
    return this.#facets(this.#facetsOf(search), () => facetsPlan(target, search, memory), total);
  }

  async #facets(
    plan: Plan<FacetsReply>,
    again: () => Plan<FacetsReply>,
    total: number,
  ): Promise<readonly FacetReply[]> {
    if (plan.commands.length === 0) return [];
    const { memory } = this.#options;
    const { facets, isCut } = await this.#ask(plan, { apart: total > BROAD });
    if (isCut) {
      memory.together = false;
      return this.#facets(again(), again, total);
    }
    memory.learn(facets);
    return facets;
  }

  #ask<R>(plan: Plan<R>, how: Partial<AskOptions> = {}): Promise<R> {
    const { readiness, session, target, search, connection } = this.#options;
    const deadlineMs = search.timeoutMs + GRACE_MS;
    return readiness.search(target.index, search.timeoutMs, async () => {
      const ofReplica =
        search.consistency === 'replica' ? await askReplica(connection, target.index, plan.commands, deadlineMs) : null;
      return ofReplica === null ? session.ask(plan, { deadlineMs, ...how }) : plan.read(ofReplica);
    });
  }
}
