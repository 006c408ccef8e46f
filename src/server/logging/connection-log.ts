import { Logger } from '@nestjs/common';
import type { AisleError, ConnectionHooks } from '../../lib/index.js';

/** Milliseconds from one loss that is told to the next. */
const QUIET_MS = 10_000;

/**
 * Tells the log when the connection to the engine is lost, and when it is back. Of a connection that comes and goes it tells
 * a loss every ten seconds at most, and one that lasts always.
 */
export class ConnectionLog implements ConnectionHooks {
  readonly #logger = new Logger('Engine');
  #lostLinks = 0;
  #lostAt = 0;
  #quietUntil = 0;
  #isTold = false;
  #timer: NodeJS.Timeout | undefined;

  readonly onLost = (error: AisleError): void => {
    if (this.#lostLinks++ > 0) return;
    this.#lostAt = performance.now();
    const wait = this.#quietUntil - this.#lostAt;
    const tell = () => {
      this.#tellLoss(error);
    };
    if (wait <= 0) tell();
    else this.#timer = setTimeout(tell, wait).unref();
  };

  readonly onReady = (): void => {
    if (this.#lostLinks === 0 || --this.#lostLinks > 0) return;
    clearTimeout(this.#timer);
    if (!this.#isTold) return;
    this.#isTold = false;
    const ms = Math.round(performance.now() - this.#lostAt);
    this.#logger.log(`The connection to Redis is back after ${(ms / 1_000).toFixed(1)} s.`, { ms });
  };

  #tellLoss(error: AisleError): void {
    this.#isTold = true;
    this.#quietUntil = performance.now() + QUIET_MS;
    this.#logger.warn(error.message, { code: error.code });
  }
}
