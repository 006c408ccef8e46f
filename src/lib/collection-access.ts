import { Inject, Injectable } from '@nestjs/common';
import type { AisleRuntimeOptions } from './aisle-options.js';
import { AISLE_OPTIONS } from './aisle.tokens.js';
import type { AnyCollection } from './collections/collection.js';
import { partitionsOf } from './collections/partition.js';
import { DefinitionStore } from './documents/definition-store.js';
import { followChanges } from './documents/follow-changes.js';
import type { ChangeNotice, FollowOptions } from './documents/follow-changes.js';
import { DocumentRepository } from './documents/document-repository.js';
import { StreamBell } from './messaging/streams/stream-bell.js';
import type { Keys } from './redis/keys.js';
import type { RedisConnection } from './redis/redis-connection.js';
import { AISLE_CONNECTION, AISLE_KEYS } from './redis/redis.tokens.js';
import type { ReplyCacheStats } from './search/replies/reply-cache.js';
import { SearchReplies } from './search/replies/search-replies.js';
import { SearchService } from './search/search-service.js';
import { Synonyms } from './search/synonyms/synonyms.js';

/** Repositories and search services by name, for collections that are known at run time only. */
@Injectable()
export class CollectionAccess {
  readonly #repositories = new Map<string, DocumentRepository>();
  readonly #searches = new Map<string, SearchService>();
  readonly #replies: SearchReplies;

  constructor(
    @Inject(AISLE_CONNECTION) private readonly connection: RedisConnection,
    @Inject(AISLE_KEYS) private readonly keys: Keys,
    @Inject(AISLE_OPTIONS) private readonly options: AisleRuntimeOptions,
    private readonly store: DefinitionStore,
    private readonly bell: StreamBell,
    private readonly synonyms: Synonyms,
  ) {
    this.#replies = new SearchReplies(options.searchCache);
  }

  /** How often searches were answered by replies of the engine that were kept, all collections together. */
  get searchCacheStats(): ReplyCacheStats {
    return this.#replies.cache.stats;
  }

  /** Memory that the columns of all collections take in this process, roughly, in bytes. */
  get searchColumnBytes(): number {
    return [...this.#searches.values()].reduce((sum, { columnBytes }) => sum + columnBytes, 0);
  }

  /** The repository of a collection; its calls fail with COLLECTION_NOT_FOUND while there is none of that name. */
  repository(name: string): DocumentRepository {
    return remember(this.#repositories, name, () => {
      const { connection, keys } = this;
      return new DocumentRepository({ definitions: this.store.handle(name), connection, keys });
    });
  }

  /** The search service of a collection; its calls fail with COLLECTION_NOT_FOUND while there is none of that name. */
  search(name: string): SearchService {
    return remember(this.#searches, name, () => {
      const { connection, keys, options } = this;
      const onEngineTime = (milliseconds: number) => {
        options.onEngineTime(name, milliseconds);
      };
      const definitions = this.store.handle(name);
      const synonyms = this.synonyms.cache;
      const columns = options.searchColumns;
      return new SearchService({
        definitions,
        connection,
        keys,
        replies: this.#replies,
        columns,
        synonyms,
        onEngineTime,
      });
    });
  }

  /** Follows the changes of a collection, see {@link followChanges}. @throws COLLECTION_NOT_FOUND, INVALID_VALUE */
  changes(name: string, options: FollowOptions): AsyncGenerator<readonly ChangeNotice[], void, undefined> {
    const { connection, keys } = this;
    return followChanges({ definitions: this.store.handle(name), connection, keys }, this.bell, options);
  }

  /**
   * What answers about a collection depend on: keep them in a `Cache` under the definition's epoch, and with the sequences
   * of its writes as `epochs`, and they are as exact as without.
   * @throws COLLECTION_NOT_FOUND
   */
  async dependencies(name: string): Promise<{ readonly definition: number; readonly epochs: readonly string[] }> {
    const { epoch, serving } = await this.store.handle(name).current();
    const epochs = partitionsOf(serving.partitions).map((partition) => this.keys.sequence(name, partition));
    return { definition: epoch, epochs };
  }

  /** The definition that serves searches, for `parseSearch`. @throws COLLECTION_NOT_FOUND */
  async collection(name: string): Promise<AnyCollection> {
    return (await this.store.handle(name).current()).serving;
  }
}

/** Names come from callers, so the map is bounded: a service is cheap to make again. */
const MAX_REMEMBERED = 1_000;

function remember<T>(known: Map<string, T>, name: string, make: () => T): T {
  const found = known.get(name);
  if (found !== undefined) return found;
  if (known.size >= MAX_REMEMBERED) known.clear();
  const made = make();
  known.set(name, made);
  return made;
}
