import { Injectable } from '@nestjs/common';

/** Whether the server is about to end: it answers still, but wants no more. */
@Injectable()
export class Lifecycle {
  readonly #stopping = new AbortController();

  get isStopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  /** Aborted when the server is about to end: answers without an end of their own end then. */
  get stopping(): AbortSignal {
    return this.#stopping.signal;
  }

  stop(): void {
    this.#stopping.abort();
  }
}
