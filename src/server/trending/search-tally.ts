import { Injectable, Logger } from '@nestjs/common';
import type { BeforeApplicationShutdown } from '@nestjs/common';
import type { Search } from '../../lib/index.js';
import { InjectLeaderboard, Leaderboard } from '../../lib/index.js';

/** The leaderboard of what is searched for. */
export const SEARCHES = 'searches';

/** Stands at the beginning of the answer to a search that found nothing. */
const FOUND_NOTHING = '{"hits":[]';
const LENGTHS = { min: 3, max: 100 };
const MOST_WAITING = 1_000;
const FLUSH_MS = 1_000;

/**
 * Counts what is searched for, without holding searches up: counts are gathered and written each second, so that a process
 * that is killed loses the last ones. First pages with hits count, of texts with 3 to 100 characters, ignoring case and
 * repeated white space.
 */
@Injectable()
export class SearchTally implements BeforeApplicationShutdown {
  readonly #logger = new Logger('Trending');
  #waiting = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;

  constructor(@InjectLeaderboard(SEARCHES) private readonly board: Leaderboard) {}

  /** Notes a search and its answer as JSON. */
  note({ text, page, after }: Search, answer: string): void {
    if (text === null || page > 1 || after !== null || answer.startsWith(FOUND_NOTHING)) return;
    const wanted = text.text.trim().replace(/\s+/g, ' ').toLowerCase();
    if (wanted.length < LENGTHS.min || wanted.length > LENGTHS.max) return;
    if (this.#waiting.size >= MOST_WAITING && !this.#waiting.has(wanted)) return;
    this.#waiting.set(wanted, (this.#waiting.get(wanted) ?? 0) + 1);
    this.#timer ??= setTimeout(() => void this.flush(), FLUSH_MS).unref();
  }

  /** Writes what was gathered. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const waiting = this.#waiting;
    this.#waiting = new Map();
    const written = await Promise.allSettled(Array.from(waiting, ([text, times]) => this.board.add(text, times)));
    const failed = written.find((one) => one.status === 'rejected');
    if (failed !== undefined) this.#logger.warn(`Searches could not be counted. ${String(failed.reason)}`);
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.flush();
  }
}
