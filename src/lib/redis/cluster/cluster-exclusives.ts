import { AisleError } from '../../errors/aisle-error.js';
import { EngineUnavailableError } from '../../errors/engine-errors.js';
import type { ConnectionRuntimeOptions } from '../connection-options.js';
import { createExclusiveConnection } from '../exclusive-connection.js';
import type { ExclusiveConnection } from '../exclusive-connection.js';
import { ExclusiveLinks } from '../exclusive-links.js';
import { Link } from '../link.js';
import type { RedisConnection } from '../redis-connection.js';
import { scriptCommand } from '../script.js';
import type { ClusterLinks, ClusterNode } from './cluster-links.js';
import { redirectionOf } from './redirections.js';
import { slotOfItem } from './slot-of-item.js';
import type { Item } from './slot-of-item.js';

interface Loan {
  readonly node: ClusterNode;
  readonly connection: ExclusiveConnection;
  /** Resolves when the link was given back. */
  readonly end: () => Promise<void>;
}

/** Lends links to nodes of a cluster. The first key that is touched decides to which. */
export class ClusterExclusives {
  readonly #pools = new WeakMap<ClusterNode, ExclusiveLinks<Link>>();
  readonly #opened = new Set<ExclusiveLinks<Link>>();

  constructor(
    private readonly links: ClusterLinks,
    private readonly runtime: ConnectionRuntimeOptions,
  ) {}

  async lend<T>(outer: RedisConnection, use: (connection: RedisConnection) => Promise<T>): Promise<T> {
    let loan: Promise<Loan> | undefined;
    let hasEnded = false;
    const on = async (items: readonly Item[]): Promise<ExclusiveConnection> => {
      if (hasEnded) throw new AisleError('INTERNAL', 'A connection lent by exclusive() was used after its end.');
      const slot = items.map(slotOfItem).find((found) => found !== undefined);
      if (loan === undefined) return (await (loan = this.#borrow(this.links.nodeOf(slot), outer))).connection;
      const { node, connection, end } = await loan;
      if (slot === undefined || this.links.nodeOf(slot) === node) return connection;
      if (!connection.isClean()) throw scattered();
      await end();
      return (await (loan = this.#borrow(this.links.nodeOf(slot), outer))).connection;
    };
    try {
      return await use(this.#view(outer, on));
    } finally {
      hasEnded = true;
      if (loan !== undefined) await (await loan).end();
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#opened].map((pool) => pool.close()));
  }

  #view(outer: RedisConnection, on: (items: readonly Item[]) => Promise<ExclusiveConnection>): RedisConnection {
    const guarded = async <T>(items: readonly Item[], work: (connection: ExclusiveConnection) => Promise<T>) => {
      const connection = await on(items);
      try {
        return await work(connection);
      } catch (error) {
        throw this.#toRetryable(error);
      }
    };
    return {
      ...outer,
      send: (command, options) => guarded([command], (own) => own.send(command, options)),
      run: (script, keys, args, options) =>
        guarded([scriptCommand(script, keys, args)], (own) => own.run(script, keys, args, options)),
      async pipeline(items, options) {
        try {
          return await guarded(items, (own) => own.pipeline(items, options));
        } catch (error) {
          if (!(error instanceof Error)) throw error;
          return items.map(() => error);
        }
      },
    };
  }

  /** What was sent to a node that has the slot no more can be done again from the beginning. */
  #toRetryable(error: unknown): unknown {
    const redirection = redirectionOf(error, { server: '' });
    if (redirection === undefined) return error;
    void this.links.refresh().catch(() => undefined);
    return new EngineUnavailableError(`The slot ${redirection.slot} has moved to another node. Begin again.`, {
      cause: error,
      sent: false,
    });
  }

  #borrow(node: ClusterNode, outer: RedisConnection): Promise<Loan> {
    const pool = this.#poolOf(node);
    return new Promise((resolve, reject) => {
      let connection: ExclusiveConnection;
      let giveBack: () => void;
      const ended = new Promise<void>((fulfil) => (giveBack = fulfil));
      const lending = pool.lend(
        async (link) => {
          connection = createExclusiveConnection(link, outer);
          const end = () => {
            giveBack();
            return lending;
          };
          resolve({ node, connection, end });
          await ended;
          connection.end();
        },
        () => connection.isClean(),
      );
      lending.catch(reject);
    });
  }

  #poolOf(node: ClusterNode): ExclusiveLinks<Link> {
    const known = this.#pools.get(node);
    if (known !== undefined) return known;
    const open = () => Link.open({ ...this.runtime, target: node.target, reconnect: null });
    const pool = new ExclusiveLinks(this.runtime.exclusive, open);
    this.#pools.set(node, pool);
    this.#opened.add(pool);
    return pool;
  }
}

function scattered(): AisleError {
  return new AisleError(
    'INTERNAL',
    'A transaction touches keys of several nodes of the cluster. Give its keys the same {hash tag}.',
  );
}
