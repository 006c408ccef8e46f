import { parseInfo, readEngineStatus } from './engine-status.js';

const INFO = [
  '# Server',
  'uptime_in_seconds:61',
  '# Clients',
  'connected_clients:3',
  'maxclients:10000',
  'blocked_clients:1',
  '# Memory',
  'used_memory:1000',
  'used_memory_peak:2000',
  'maxmemory:4000',
  'maxmemory_policy:allkeys-lru',
  'mem_fragmentation_ratio:1.75',
  '# Persistence',
  'loading:0',
  'rdb_changes_since_last_save:7',
  'rdb_last_bgsave_status:err',
  'rdb_last_save_time:1700000000',
  'aof_enabled:1',
  'aof_last_bgrewrite_status:ok',
  'aof_last_write_status:err',
  '# Stats',
  'rejected_connections:2',
  'instantaneous_ops_per_sec:9',
  'total_commands_processed:500',
  'keyspace_hits:90',
  'keyspace_misses:30',
  'evicted_keys:4',
  'expired_keys:5',
  '# Replication',
  'role:slave',
  'slave0:ip=10.0.0.2,port=6379,state=online,offset=56,lag=1',
  'master_repl_offset:66',
  '',
].join('\r\n');

describe('readEngineStatus', () => {
  it('reads INFO and the settings', () => {
    const config = { appendfsync: 'everysec', save: '3600 1' };
    expect(readEngineStatus({ info: INFO, config })).toEqual({
      role: 'slave',
      uptimeSeconds: 61,
      isLoading: false,
      memory: { usedBytes: 1000, peakBytes: 2000, limitBytes: 4000, fragmentation: 1.75, policy: 'allkeys-lru' },
      persistence: {
        aof: { isOn: true, fsync: 'everysec', lastWriteIsOk: false, lastRewriteIsOk: true },
        rdb: { schedule: '3600 1', lastSaveIsOk: false, lastSave: '2023-11-14T22:13:20.000Z', changesSince: 7 },
      },
      clients: { connected: 3, blocked: 1, max: 10_000, rejected: 2 },
      activity: {
        operationsPerSecond: 9,
        commands: 500,
        hits: 90,
        misses: 30,
        hitRatio: 0.75,
        evicted: 4,
        expired: 5,
      },
      replication: { replicas: [{ server: '10.0.0.2:6379', state: 'online', lagSeconds: 1, lagBytes: 10 }] },
    });
  });

  it('does without settings that may not be asked', () => {
    const { persistence } = readEngineStatus({ info: INFO, config: new Error('NOPERM') }) ?? {};
    expect([persistence?.aof.fsync, persistence?.rdb.schedule]).toEqual([null, null]);
  });

  it('is null without INFO', () => {
    expect(readEngineStatus({ info: new Error('NOPERM'), config: undefined })).toBeNull();
  });
});

it('parseInfo keeps colons in values', () => {
  expect(parseInfo('# S\r\nos:Linux 6:1\nempty:\n\nno line').get('os')).toBe('Linux 6:1');
});
