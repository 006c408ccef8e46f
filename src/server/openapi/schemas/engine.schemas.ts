import { boolean, integer, list, number, object, ref, string } from '../json-schema.js';
import type { JsonSchema } from '../json-schema.js';

const count = (description = ''): JsonSchema => integer(description, { minimum: 0 });
const orNull = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, { type: 'null' }] });
const bytes = count('In bytes.');

export const ENGINE_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  Finding: object({
    severity: string('', { enum: ['ok', 'warning', 'error'] }),
    subject: string('What was looked at.'),
    message: string(),
    'advice?': string('What to do; absent when all is well.'),
  }),
  EngineStatus: object({
    role: string(),
    uptimeSeconds: count(),
    isLoading: boolean(),
    memory: object({
      usedBytes: bytes,
      peakBytes: bytes,
      limitBytes: count('0: no limit.'),
      fragmentation: number('Memory of the process over that of the data.'),
      policy: string('What happens at the limit.'),
    }),
    persistence: object({
      aof: object({
        isOn: boolean(),
        fsync: orNull(string()),
        lastWriteIsOk: boolean(),
        lastRewriteIsOk: boolean(),
      }),
      rdb: object({
        schedule: orNull(string()),
        lastSaveIsOk: boolean(),
        lastSave: orNull(string()),
        changesSince: count(),
      }),
    }),
    clients: object({ connected: count(), blocked: count(), max: count(), rejected: count() }),
    activity: object({
      operationsPerSecond: count(),
      commands: count(),
      hits: count('Reads that found their key.'),
      misses: count(),
      hitRatio: orNull(number('', { minimum: 0, maximum: 1 })),
      evicted: count('Keys removed for want of memory.'),
      expired: count(),
    }),
    replication: object({
      replicas: list(
        object({
          server: string(),
          state: string(),
          lagSeconds: count(),
          lagBytes: count('What it has not confirmed.'),
        }),
      ),
    }),
  }),
  EngineReport: object({
    status: string('The worst of the findings.', { enum: ['ok', 'warning', 'error'] }),
    findings: list(ref('Finding')),
    nodes: list(
      object({
        server: string(),
        status: orNull(ref('EngineStatus')),
        slowLog: list(object({ at: string(), milliseconds: number(), command: string('Name and key, never values.') })),
      }),
    ),
    indexes: list(
      object({
        name: string(),
        documents: count(),
        indexed: count('How often a document was indexed, for the first time or anew.'),
        isBuilding: boolean(),
        progress: number('', { minimum: 0, maximum: 1 }),
        failures: count('How often a document was refused since the index was made.'),
        lastError: orNull(string()),
        lastErrorKey: orNull(string()),
        memoryBytes: bytes,
      }),
    ),
    biggestKeys: object({
      keys: list(object({ key: string(), bytes })),
      scanned: count('How many keys were looked at.'),
      complete: boolean('False when there are more keys.'),
    }),
  }),
};
