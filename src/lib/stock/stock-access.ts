import { Injectable } from '@nestjs/common';
import { DefinitionStore } from '../documents/definition-store.js';
import type { Keys } from '../redis/keys.js';
import type { RedisConnection } from '../redis/redis-connection.js';
import { InjectConnection, InjectKeys } from '../redis/redis.tokens.js';
import { Stock } from './stock.js';

/** Names come from callers, so the map is bounded: a stock is cheap to make again. */
const MAX_REMEMBERED = 1_000;

/** The stock of collections by name, for those that are known at run time only. */
@Injectable()
export class StockAccess {
  readonly #stocks = new Map<string, Stock>();

  constructor(
    @InjectConnection() private readonly connection: RedisConnection,
    @InjectKeys() private readonly keys: Keys,
    private readonly definitions: DefinitionStore,
  ) {}

  /** Its calls fail with COLLECTION_NOT_FOUND while there is none of that name. */
  stock(name: string): Stock {
    const known = this.#stocks.get(name);
    if (known !== undefined) return known;
    if (this.#stocks.size >= MAX_REMEMBERED) this.#stocks.clear();
    const { connection, keys, definitions } = this;
    const stock = new Stock({ definitions: definitions.handle(name), connection, keys });
    this.#stocks.set(name, stock);
    return stock;
  }
}
