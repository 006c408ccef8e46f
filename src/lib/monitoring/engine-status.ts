import type { RedisReply } from '../redis/redis-values.js';
import type { EngineStatus, ReplicaFacts } from './engine-status-facts.js';

/** The answers to INFO and to CONFIG GET; an error in its place where the engine's user may not ask. */
export interface StatusReplies {
  readonly info: RedisReply | Error | undefined;
  readonly config: RedisReply | Error | undefined;
}

/** Reads how the engine is doing; null without INFO. */
export function readEngineStatus({ info, config }: StatusReplies): EngineStatus | null {
  if (typeof info !== 'string') return null;
  const values = parseInfo(info);
  const text = (name: string) => values.get(name) ?? '';
  const number = (name: string) => Number(values.get(name) ?? 0);
  const isOk = (name: string) => (values.get(name) ?? 'ok') === 'ok';
  const lastSave = number('rdb_last_save_time');
  return {
    role: text('role'),
    uptimeSeconds: number('uptime_in_seconds'),
    isLoading: number('loading') !== 0,
    memory: {
      usedBytes: number('used_memory'),
      peakBytes: number('used_memory_peak'),
      limitBytes: number('maxmemory'),
      fragmentation: number('mem_fragmentation_ratio'),
      policy: text('maxmemory_policy'),
    },
    persistence: {
      aof: {
        isOn: number('aof_enabled') === 1,
        fsync: settingOf(config, 'appendfsync'),
        lastWriteIsOk: isOk('aof_last_write_status'),
        lastRewriteIsOk: isOk('aof_last_bgrewrite_status'),
      },
      rdb: {
        schedule: settingOf(config, 'save'),
        lastSaveIsOk: isOk('rdb_last_bgsave_status'),
        lastSave: lastSave === 0 ? null : new Date(lastSave * 1_000).toISOString(),
        changesSince: number('rdb_changes_since_last_save'),
      },
    },
    clients: {
      connected: number('connected_clients'),
      blocked: number('blocked_clients'),
      max: number('maxclients'),
      rejected: number('rejected_connections'),
    },
    activity: {
      operationsPerSecond: number('instantaneous_ops_per_sec'),
      commands: number('total_commands_processed'),
      hits: number('keyspace_hits'),
      misses: number('keyspace_misses'),
      hitRatio: ratioOf(number('keyspace_hits'), number('keyspace_misses')),
      evicted: number('evicted_keys'),
      expired: number('expired_keys'),
    },
    replication: { replicas: readReplicas(values) },
  };
}

const ratioOf = (hits: number, misses: number) => (hits + misses === 0 ? null : hits / (hits + misses));

/** Reads lines such as `slave0:ip=10.0.0.2,port=6379,state=online,offset=56,lag=0`. */
function readReplicas(values: ReadonlyMap<string, string>): readonly ReplicaFacts[] {
  const written = Number(values.get('master_repl_offset') ?? 0);
  return [...values]
    .filter(([name]) => /^slave\d+$/.test(name))
    .map(([, text]) => {
      const fields = new Map(text.split(',').map((part) => [part.split('=')[0], part.split('=')[1]]));
      return {
        server: `${fields.get('ip') ?? ''}:${fields.get('port') ?? ''}`,
        state: fields.get('state') ?? 'unknown',
        lagSeconds: Number(fields.get('lag') ?? 0),
        lagBytes: Math.max(0, written - Number(fields.get('offset') ?? 0)),
      };
    });
}

/** Reads the lines `name:value` of INFO. */
export function parseInfo(text: string): ReadonlyMap<string, string> {
  const entries = text.split(/\r?\n/).flatMap((line) => {
    const at = line.indexOf(':');
    return line.startsWith('#') || at < 0 ? [] : [[line.slice(0, at), line.slice(at + 1)] as const];
  });
  return new Map(entries);
}

function settingOf(config: StatusReplies['config'], name: string): string | null {
  if (typeof config !== 'object' || config === null || config instanceof Error || Array.isArray(config)) return null;
  const value: unknown = Object.entries(config).find(([key]) => key === name)?.[1];
  return typeof value === 'string' ? value : null;
}
