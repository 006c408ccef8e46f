import { EngineUnavailableError } from '../errors/engine-errors.js';
import type { ConnectionRuntimeOptions } from './connection-options.js';
import { Slots } from './slots.js';

/** What can be lent: a {@link Link}. */
interface Lendable {
  isReady(): boolean;
  close(): Promise<void>;
}

/** Lends links, one user each, as many as `size` at a time. */
export class ExclusiveLinks<Link extends Lendable> {
  readonly #options: ConnectionRuntimeOptions['exclusive'];
  readonly #open: () => Promise<Link>;
  readonly #slots: Slots;
  readonly #free: Link[] = [];
  #isClosing = false;

  constructor(options: ConnectionRuntimeOptions['exclusive'], open: () => Promise<Link>) {
    this.#options = options;
    this.#open = open;
    this.#slots = new Slots(options.size);
  }

  /** Lends a link; `isReusable` says afterwards whether the next user may have it. */
  async lend<T>(use: (link: Link) => Promise<T>, isReusable: (link: Link) => boolean): Promise<T> {
    this.#assertOpen();
    const { size, acquireTimeoutMs } = this.#options;
    if (!(await this.#slots.take(acquireTimeoutMs))) {
      throw new EngineUnavailableError(
        `All ${size} exclusive connections were in use for ${acquireTimeoutMs} ms. ` +
          `Raise "exclusive.size", or hold them for a shorter time.`,
        { sent: false },
      );
    }
    try {
      this.#assertOpen();
      const link = this.#takeFree() ?? (await this.#open());
      try {
        return await use(link);
      } finally {
        if (isReusable(link) && !this.#isClosing) this.#free.push(link);
        else await link.close();
      }
    } finally {
      this.#slots.free();
    }
  }

  /** Waits for the links that are lent, then closes all. */
  async close(): Promise<void> {
    this.#isClosing = true;
    await this.#slots.empty();
    await Promise.all(this.#free.splice(0).map((link) => link.close()));
  }

  #assertOpen(): void {
    if (this.#isClosing) throw new EngineUnavailableError('The connection to Redis is closed.', { sent: false });
  }

  #takeFree(): Link | undefined {
    for (let link = this.#free.pop(); link !== undefined; link = this.#free.pop()) {
      if (link.isReady()) return link;
    }
    return undefined;
  }
}
