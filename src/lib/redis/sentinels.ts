import { AisleError } from '../errors/aisle-error.js';
import { EngineUnavailableError } from '../errors/engine-errors.js';
import type { DirectTarget, SentinelTarget } from './connection-target.js';
import { Link } from './link.js';
import type { LinkOptions } from './redis-client.js';
import { describeEndpoint } from './redis-url.js';
import type { RedisCommand, RedisReply } from './redis-values.js';

/** Milliseconds that one sentinel may take: there are others. */
const LONGEST_WAIT_MS = 1_000;

/** States in which a replica is not to be read from. */
const UNFIT = /s_down|o_down|disconnected/;

/** Knows from the sentinels which server is the primary and which are its replicas. */
export class Sentinels {
  readonly name: string;
  readonly #server: SentinelTarget['server'];
  readonly #options: Omit<LinkOptions, 'target'>;
  /** The one that answered last comes first. */
  #sentinels: readonly DirectTarget[];
  #asking: Promise<DirectTarget> | undefined;

  constructor({ sentinels, name, server }: SentinelTarget, options: Omit<LinkOptions, 'target' | 'place'>) {
    const { connectTimeoutMs, commandTimeoutMs } = options;
    this.name = name;
    this.#server = server;
    this.#sentinels = sentinels;
    this.#options = {
      ...options,
      reconnect: null,
      connectTimeoutMs: Math.min(connectTimeoutMs, LONGEST_WAIT_MS),
      commandTimeoutMs: Math.min(commandTimeoutMs, LONGEST_WAIT_MS),
    };
  }

  /**
   * Where the primary is.
   * @throws AisleError `ENGINE_UNAVAILABLE` when no sentinel answers, `INVALID_CONFIGURATION` when none knows the name
   */
  primary(): Promise<DirectTarget> {
    this.#asking ??= this.#askForPrimary().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  /** The replicas that follow the primary. */
  async replicas(): Promise<readonly DirectTarget[]> {
    const found = await this.#ask(['SENTINEL', 'REPLICAS', this.name]);
    const all: readonly unknown[] = Array.isArray(found) ? found : [];
    return all.map(toFields).flatMap(({ ip, port, flags, 'master-link-status': link }) => {
      const isFit = !UNFIT.test(String(flags)) && link === 'ok';
      return isFit ? [this.#targetOf(ip, port)] : [];
    });
  }

  /** A sentinel that answers. */
  async sentinel(): Promise<DirectTarget> {
    await this.#ask(['PING']);
    return this.#first();
  }

  async #askForPrimary(): Promise<DirectTarget> {
    const address = await this.#ask(['SENTINEL', 'GET-MASTER-ADDR-BY-NAME', this.name]);
    const parts: readonly unknown[] = Array.isArray(address) ? address : [];
    return this.#targetOf(parts[0], parts[1]);
  }

  /** Asks one sentinel after the other, until one knows. */
  async #ask(command: RedisCommand): Promise<RedisReply> {
    const failures: unknown[] = [];
    for (const sentinel of this.#sentinels) {
      try {
        const reply = await this.#askOne(sentinel, command);
        if (reply === null) continue;
        this.#sentinels = [sentinel, ...this.#sentinels.filter((other) => other !== sentinel)];
        return reply;
      } catch (error) {
        failures.push(error);
      }
    }
    const all = this.#sentinels.map(({ endpoint }) => describeEndpoint(endpoint)).join(', ');
    if (failures.length === 0) {
      throw new AisleError(
        'INVALID_CONFIGURATION',
        `No sentinel of ${all} knows a primary named "${this.name}". Correct "name": SENTINEL MASTERS lists the names.`,
      );
    }
    const [first] = failures;
    throw new EngineUnavailableError(
      `No sentinel of ${all} names the primary "${this.name}". ${first instanceof Error ? first.message : ''}`.trim(),
      { cause: first, sent: false },
    );
  }

  async #askOne(target: DirectTarget, command: RedisCommand): Promise<RedisReply> {
    const link = await Link.open({ ...this.#options, target });
    try {
      return await link.send(command);
    } finally {
      await link.close();
    }
  }

  #first(): DirectTarget {
    const [first] = this.#sentinels;
    if (first === undefined) throw new AisleError('INTERNAL', 'There is no sentinel.');
    return first;
  }

  #targetOf(host: unknown, port: unknown): DirectTarget {
    return Object.freeze({ ...this.#server, endpoint: Object.freeze({ host: String(host), port: Number(port) }) });
  }
}

/** RESP3 sends fields as a map, older sentinels as a list. */
function toFields(reply: unknown): Readonly<Record<string, unknown>> {
  if (!Array.isArray(reply)) return typeof reply === 'object' && reply !== null ? { ...reply } : {};
  const list: readonly unknown[] = reply;
  return Object.fromEntries(list.flatMap((name, at) => (at % 2 === 0 ? [[String(name), list[at + 1]]] : [])));
}
