import type { RedisReply } from '../../lib/index.js';
import type { EngineStatus } from './facts.js';

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
  };
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
