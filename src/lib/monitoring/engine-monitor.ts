import { AisleError } from '../errors/aisle-error.js';
import { listIndexes, readIndexInfo } from '../indexes/index-info.js';
import type { IndexInfo } from '../indexes/index-info.js';
import type { Keys } from '../redis/keys.js';
import type { RedisConnection, RedisNode } from '../redis/redis-connection.js';
import { findBiggestKeys } from './biggest-keys.js';
import type { BiggestKeys, BiggestKeysOptions } from './biggest-keys.js';
import { readEngineStatus } from './engine-status.js';
import type { EngineStatus } from './engine-status-facts.js';
import type { Finding } from './finding.js';
import { indexFindings } from './index-findings.js';
import { readSlowLog, slowLogFindings } from './slow-log.js';
import type { SlowCommand } from './slow-log.js';
import { statusFindings } from './status-findings.js';

/** How one server is doing, and what to think of it. */
export interface EngineNodeReport {
  readonly server: string;
  /** What INFO says; null where the engine's user may not ask. */
  readonly status: EngineStatus | null;
  /** The latest of the commands that took long. */
  readonly slowLog: readonly SlowCommand[];
  readonly findings: readonly Finding[];
}

/** The indexes of the namespace, and what to think of them. */
export interface EngineIndexReport {
  readonly indexes: readonly IndexInfo[];
  readonly findings: readonly Finding[];
}

const SLOW_COMMANDS = 32;

/** Asks the engine how it is doing. Nothing is kept: each call asks anew. */
export class EngineMonitor {
  readonly #connection: RedisConnection;
  readonly #keys: Keys;

  constructor(connection: RedisConnection, keys: Keys) {
    this.#connection = connection;
    this.#keys = keys;
  }

  /** How each server is doing. @throws AisleError `ENGINE_UNAVAILABLE`, `ENGINE_TIMEOUT` */
  nodes(): Promise<readonly EngineNodeReport[]> {
    return Promise.all(this.#connection.primaries().map(readNode));
  }

  /** Memory and failures of the indexes. */
  async indexes(): Promise<EngineIndexReport> {
    const prefix = this.#keys.indexAlias('');
    const names = (await listIndexes(this.#connection)).filter((name) => name.startsWith(prefix));
    const found = await Promise.all(names.map((name) => readIndexInfo(this.#connection, name)));
    const indexes = found.filter((info) => info !== null);
    return { indexes, findings: indexFindings(indexes) };
  }

  /** The keys of the namespace that take most memory, among the first `scan` keys that SCAN gives. */
  biggestKeys(options: BiggestKeysOptions = {}): Promise<BiggestKeys> {
    return findBiggestKeys(this.#connection, this.#keys, options);
  }
}

async function readNode(node: RedisNode): Promise<EngineNodeReport> {
  const [info, config, log] = await node.pipeline([
    ['INFO'],
    ['CONFIG', 'GET', 'appendfsync', 'save'],
    ['SLOWLOG', 'GET', String(SLOW_COMMANDS)],
  ]);
  if (info instanceof AisleError && UNANSWERED.has(info.code)) throw info;
  const status = readEngineStatus({ info, config });
  const slowLog = readSlowLog(log);
  return { server: node.server, status, slowLog, findings: [...statusFindings(status), ...slowLogFindings(slowLog)] };
}

const UNANSWERED = new Set(['ENGINE_UNAVAILABLE', 'ENGINE_TIMEOUT']);
