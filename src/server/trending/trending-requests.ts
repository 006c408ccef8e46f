import { Injectable } from '@nestjs/common';
import {
  AisleError,
  CollectionAccess,
  DocumentNotFoundError,
  InjectConnection,
  InjectKeys,
  InjectLeaderboard,
  Leaderboard,
} from '../../lib/index.js';
import type { Keys, RedisConnection } from '../../lib/index.js';
import { SEARCHES } from './search-tally.js';

/** Days that are counted at most, the present one included. */
export const MOST_DAYS = 30;
/** How a day counts what happens in it. */
export const DAILY = { period: 'day', keep: MOST_DAYS - 1, maxMembers: 10_000 } as const;

export interface TrendingQuery {
  readonly days: string | undefined;
  readonly size: string | undefined;
}

export interface ViewedProduct {
  readonly views: number;
  readonly document: object;
}

export interface FrequentSearch {
  readonly q: string;
  readonly count: number;
}

const PRODUCTS = 'products';
const MOST_SIZE = 100;

/** Counts views of documents, and answers what is viewed and searched for most. */
@Injectable()
export class TrendingRequests {
  constructor(
    private readonly access: CollectionAccess,
    @InjectConnection() private readonly connection: RedisConnection,
    @InjectKeys() private readonly keys: Keys,
    @InjectLeaderboard(SEARCHES) private readonly board: Leaderboard,
  ) {}

  /** Counts a view. @returns how many there were today */
  async view(collection: string, id: string): Promise<{ readonly id: string; readonly views: number }> {
    const found = await this.access.repository(collection).get(id, { fields: [] });
    if (found === null) throw new DocumentNotFoundError(collection, id);
    const { score } = await this.#viewsOf(collection).add(id);
    return { id, views: score };
  }

  /** Products that were deleted meanwhile are left out. */
  async products(query: TrendingQuery): Promise<{ readonly products: readonly ViewedProduct[] }> {
    const { periods, size } = readQuery(query);
    const ranked = await this.#viewsOf(PRODUCTS).recent({ periods, size: 2 * size });
    const found = await this.access.repository(PRODUCTS).getMany(ranked.map(({ member }) => member));
    const products = ranked.flatMap(({ score }, at) => {
      const document = found[at]?.document;
      return document === undefined ? [] : [{ views: score, document }];
    });
    return { products: products.slice(0, size) };
  }

  async searches(query: TrendingQuery): Promise<{ readonly searches: readonly FrequentSearch[] }> {
    const ranked = await this.board.recent(readQuery(query));
    return { searches: ranked.map(({ member, score }) => ({ q: member, count: score })) };
  }

  #viewsOf(collection: string): Leaderboard {
    return new Leaderboard(this.connection, this.keys, `views-${collection}`, DAILY);
  }
}

function readQuery({ days, size }: TrendingQuery): { readonly periods: number; readonly size: number } {
  return { periods: readNumber('days', days, 7, MOST_DAYS), size: readNumber('size', size, 10, MOST_SIZE) };
}

function readNumber(name: string, text: string | undefined, fallback: number, most: number): number {
  if (text === undefined) return fallback;
  const value = Number(text);
  if (/^\d{1,4}$/.test(text) && value >= 1 && value <= most) return value;
  const message = `${name}: must be a whole number from 1 to ${most}, not "${text}"`;
  throw new AisleError('INVALID_VALUE', message, { faults: [{ path: name, message }] });
}
