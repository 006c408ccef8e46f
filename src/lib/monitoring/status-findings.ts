import type {
  ActivityFacts,
  ClientFacts,
  EngineStatus,
  MemoryFacts,
  PersistenceFacts,
  ReplicationFacts,
} from './engine-status-facts.js';
import { error, ok, warning } from './finding.js';
import type { Finding } from './finding.js';
import { formatBytes, formatCount } from './numbers.js';

const NEARLY_FULL = 0.8;
const FULL = 0.95;
const MANY_CLIENTS = 0.8;
const FRAGMENTED = 1.5;
/** Below, the ratio says nothing. */
const FRAGMENTED_BYTES = 256_000_000;
const GOOD_HIT_RATIO = 0.9;
/** Below, the ratio says nothing. */
const ENOUGH_READS = 1_000;
const LONG_LAG_SECONDS = 10;
const LONG_LAG_BYTES = 10_000_000;

/** Judges how a server is doing. */
export function statusFindings(status: EngineStatus | null): readonly Finding[] {
  if (status === null) {
    const advice = 'Allow the user the commands INFO and CONFIG|GET to see them.';
    return [warning('engine', 'memory, persistence and clients are unknown: INFO is not allowed', advice)];
  }
  const { memory, persistence, clients, activity, replication } = status;
  return [
    ...stateFindings(status),
    ...memoryFindings(memory),
    evictionFinding(memory),
    ...persistenceFindings(persistence),
    ...clientFindings(clients),
    ...activityFindings(activity),
    ...replicationFindings(replication),
  ];
}

function stateFindings({ role, isLoading }: EngineStatus): readonly Finding[] {
  const findings: Finding[] = [];
  if (role !== 'master') {
    findings.push(error('engine', `it is a ${role}, which takes no writes`, 'Connect to the primary server.'));
  }
  if (isLoading) findings.push(warning('engine', 'it is still loading its data', 'Wait until it has.'));
  return findings;
}

function memoryFindings({ usedBytes, peakBytes, limitBytes, fragmentation }: MemoryFacts): readonly Finding[] {
  const findings = [usageFinding({ usedBytes, peakBytes, limitBytes })];
  if (fragmentation > FRAGMENTED && usedBytes > FRAGMENTED_BYTES) {
    const message = `the process takes ${fragmentation.toFixed(1)} times the memory that is used`;
    findings.push(warning('memory', message, 'CONFIG SET activedefrag yes, or restart the engine at a quiet hour.'));
  }
  return findings;
}

function usageFinding({ usedBytes, peakBytes, limitBytes }: Omit<MemoryFacts, 'fragmentation' | 'policy'>): Finding {
  const used = `${formatBytes(usedBytes)} used, ${formatBytes(peakBytes)} at most so far`;
  if (limitBytes === 0) return ok('memory', `${used}, no limit`);
  const share = usedBytes / limitBytes;
  const message = `${used}, ${Math.round(share * 100)} % of the limit of ${formatBytes(limitBytes)}`;
  const advice = 'Raise maxmemory, or delete documents: at the limit writes are refused.';
  if (share >= FULL) return error('memory', message, advice);
  return share >= NEARLY_FULL ? warning('memory', message, advice) : ok('memory', message);
}

function evictionFinding({ policy }: MemoryFacts): Finding {
  if (policy === 'noeviction') return ok('eviction', 'nothing is evicted (maxmemory-policy noeviction)');
  const advice = 'CONFIG SET maxmemory-policy noeviction, and the same in the configuration.';
  if (policy.startsWith('volatile-')) {
    return warning('eviction', `locks and caches vanish when memory is short (maxmemory-policy ${policy})`, advice);
  }
  return error('eviction', `documents vanish silently when memory is short (maxmemory-policy ${policy})`, advice);
}

function persistenceFindings({ aof, rdb }: PersistenceFacts): readonly Finding[] {
  const findings: Finding[] = [];
  if (aof.isOn && !aof.lastWriteIsOk) {
    findings.push(error('persistence', 'the last write of the append-only file failed', DISK));
  }
  if (aof.isOn && !aof.lastRewriteIsOk) {
    findings.push(warning('persistence', 'the last rewrite of the append-only file failed, so it grows', DISK));
  }
  if (!rdb.lastSaveIsOk) {
    findings.push(error('persistence', 'the last snapshot failed; by default all writes are refused then', DISK));
  }
  if (aof.isOn && aof.fsync === 'no') {
    findings.push(
      warning('persistence', 'the system decides when writes reach the disk (appendfsync no)', EVERY_SECOND),
    );
  }
  if (!aof.isOn) findings.push(withoutAof(rdb));
  return findings.length > 0 ? findings : [ok('persistence', describePersistence({ aof, rdb }))];
}

const DISK = 'See the log of the engine: most likely the disk is full or not writable.';
const EVERY_SECOND = 'CONFIG SET appendfsync everysec, and the same in the configuration.';
const AOF_ON = 'CONFIG SET appendonly yes, and the same in the configuration.';

function withoutAof({ schedule, changesSince }: PersistenceFacts['rdb']): Finding {
  if (schedule === '') return warning('persistence', 'nothing is kept: a restart loses all documents', AOF_ON);
  const message = `only snapshots are kept: a crash now would lose the last ${formatCount(changesSince)} changes`;
  return warning('persistence', message, AOF_ON);
}

function describePersistence({ aof, rdb }: PersistenceFacts): string {
  const when = aof.fsync === null ? '' : ` (${aof.fsync})`;
  const saved = rdb.lastSave === null ? '' : `, last snapshot ${rdb.lastSave}`;
  return `append-only file is on${when}${saved}`;
}

function clientFindings({ connected, blocked, max, rejected }: ClientFacts): readonly Finding[] {
  const message = `${formatCount(connected)} of at most ${formatCount(max)} connected, ${formatCount(blocked)} waiting`;
  const advice = 'Raise maxclients, or find out who opens so many connections with CLIENT LIST.';
  const findings = [
    max > 0 && connected >= max * MANY_CLIENTS ? warning('clients', message, advice) : ok('clients', message),
  ];
  if (rejected > 0) {
    findings.push(warning('clients', `${formatCount(rejected)} were turned away since the engine started`, advice));
  }
  return findings;
}

function activityFindings({ hits, misses, hitRatio, evicted }: ActivityFacts): readonly Finding[] {
  const findings: Finding[] = [];
  if (hitRatio !== null && hits + misses >= ENOUGH_READS && hitRatio < GOOD_HIT_RATIO) {
    const message = `${Math.floor(hitRatio * 100)} % of the reads since the start found their key, less than ${GOOD_HIT_RATIO * 100} %`;
    const advice =
      'See which prefix misses (aisle_cache_hit_ratio) and give its entries a longer TTL, or cache it not at all.';
    findings.push(warning('hits', message, advice));
  }
  if (evicted > 0) {
    const message = `${formatCount(evicted)} keys were removed for want of memory since the start`;
    findings.push(
      error('eviction', message, 'Raise maxmemory; then write again what is missing: aisle doctor names it.'),
    );
  }
  return findings;
}

function replicationFindings({ replicas }: ReplicationFacts): readonly Finding[] {
  return replicas.map(({ server, state, lagSeconds, lagBytes }) => {
    const advice = 'Look at its log, its network and its load: what it lacks is lost if the primary dies now.';
    if (state !== 'online') return warning('replication', `the replica ${server} does not follow: ${state}`, advice);
    const message = `the replica ${server} was heard of ${lagSeconds} s ago and lacks ${formatBytes(lagBytes)}`;
    const isLate = lagSeconds > LONG_LAG_SECONDS || lagBytes > LONG_LAG_BYTES;
    return isLate ? warning('replication', message, advice) : ok('replication', message);
  });
}
