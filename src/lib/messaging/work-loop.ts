import { EngineError } from '../errors/engine-errors.js';
import { settlesWithin } from '../redis/deadline.js';
import { backOffMs } from './back-off.js';
import { pause } from './pause.js';
import { settle } from './settle.js';
import { Wake } from './wake.js';

/** What a worker or a consumer does in its loop. */
export interface Work<Item> {
  /** For messages. */
  readonly who: 'consumer' | 'worker';
  /** Milliseconds between signs of life. */
  readonly keepEveryMs: number;
  /** Milliseconds that handlers have to end when it is stopped. */
  readonly graceMs: number;
  readonly onError: (error: unknown) => void;
  /** Listens for news, until it is ended. */
  watch(wake: () => void): Promise<() => unknown>;
  /** Starts what may be handled. True when there may be more to do at once. */
  fetch(): Promise<boolean>;
  /** Milliseconds until there is something to do without news. */
  restMs(): number;
  /** Gives signs of life. */
  keep(): Promise<void>;
  /** Hands on what was cut short by the end. */
  leave(cut: readonly Item[]): Promise<void>;
}

/** What is being handled. */
export interface UnderWay<Item> {
  readonly item: Item;
  readonly abort: AbortController;
  readonly done: Promise<void>;
}

/** Milliseconds between looks where no news comes. */
export const POLL_MS = 1_000;

const OUTAGE = { baseMs: 50, maxMs: 2_000 };

/** Fetches and handles until it is stopped, whatever the engine does meanwhile. */
export class WorkLoop<Item> {
  readonly #work: Work<Item>;
  readonly #wake = new Wake();
  readonly #underWay = new Map<string, UnderWay<Item>>();
  readonly #stopping = new AbortController();
  readonly #keeping: NodeJS.Timeout;
  readonly #running: Promise<void>;
  #stopped: Promise<void> | undefined;
  #outages = 0;

  constructor(work: Work<Item>) {
    this.#work = work;
    this.#keeping = setInterval(() => void this.#withoutOutages(() => work.keep()), work.keepEveryMs);
    this.#running = this.#run();
  }

  /** What is being handled now, by key. */
  get underWay(): ReadonlyMap<string, UnderWay<Item>> {
    return this.#underWay;
  }

  get isStopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  /** Lets `handle`, which never fails, run beside all others. */
  start(key: string, item: Item, handle: (signal: AbortSignal) => Promise<void>): void {
    const abort = new AbortController();
    const done = handle(abort.signal).finally(() => {
      this.#underWay.delete(key);
      this.#wake.tell();
    });
    this.#underWay.set(key, { item, abort, done });
  }

  /** Tells the engine how it ended. What the engine never hears is handled once more. */
  settle(tell: () => Promise<unknown>, signal: AbortSignal): Promise<void> {
    return settle(tell, signal, this.#work.onError);
  }

  /** Fetches nothing more, waits for the handlers, aborts those that take longer than the grace, and hands on what they had. */
  stop(): Promise<void> {
    return (this.#stopped ??= this.#stop());
  }

  async #run(): Promise<void> {
    const endWatch = await this.#work.watch(this.#wake.tell);
    try {
      while (!this.isStopping) await this.#attempt();
    } finally {
      await endWatch();
    }
  }

  async #attempt(): Promise<void> {
    try {
      const isBusy = await this.#work.fetch();
      this.#outages = 0;
      if (!isBusy) await this.#wake.wait(this.#work.restMs());
    } catch (error) {
      if (this.#outages++ === 0) this.#work.onError(error);
      await pause(backOffMs(this.#outages, OUTAGE), this.#stopping.signal);
    }
  }

  async #stop(): Promise<void> {
    this.#stopping.abort();
    this.#wake.tell();
    await this.#running;
    await settlesWithin(Promise.all([...this.#underWay.values()].map(({ done }) => done)), this.#work.graceMs);
    clearInterval(this.#keeping);
    const cut = [...this.#underWay.values()];
    for (const { abort } of cut) abort.abort(new Error(`The ${this.#work.who} was stopped.`));
    await this.#withoutOutages(() => this.#work.leave(cut.map(({ item }) => item)));
  }

  /** In an outage the loop meets the same engine and tells of it, and others find out by the silence. */
  async #withoutOutages(call: () => Promise<void>): Promise<void> {
    try {
      await call();
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
    }
  }
}
