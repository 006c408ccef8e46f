import { Injectable } from '@nestjs/common';

/** Whether the server is about to end: it answers still, but wants no more. */
@Injectable()
export class Lifecycle {
  #isStopping = false;

  get isStopping(): boolean {
    return this.#isStopping;
  }

  stop(): void {
    this.#isStopping = true;
  }
}
