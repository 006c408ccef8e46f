import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { LastAnswers } from '../../lib/index.js';

const STALE_IF_ERROR = /(?:^|,)\s*stale-if-error=(\d{1,9})\s*(?:,|$)/i;

/**
 * Answers reads that allow it with an earlier answer of this server while the engine fails. They allow it by
 * `Cache-Control: stale-if-error=<seconds>` (RFC 5861), and see it by `Age` and `Warning: 110`.
 */
@Injectable()
export class StaleAnswers {
  readonly #answers = new LastAnswers<unknown>();

  /** @throws what `work` throws, where there is no answer that is young enough */
  async answer<T>(request: Request, response: Response, work: () => Promise<T>): Promise<T> {
    const seconds = STALE_IF_ERROR.exec(request.get('cache-control') ?? '')?.[1];
    if (seconds === undefined) return work();
    const answer = await this.#answers.run(request.originalUrl, work, Number(seconds) * 1_000);
    if (answer.isStale) {
      response.set('age', String(Math.floor(answer.ageMs / 1_000)));
      response.set('warning', '110 aisle "Response is Stale"');
    }
    // What an address was answered with was made by the same handler.
    return answer.value as T;
  }
}
