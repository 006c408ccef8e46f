import { EngineUnavailableError } from '../errors/engine-errors.js';
import type { RedisCommand, RedisReply } from './redis-values.js';

/** What a Redis engine is and can do. */
export interface Capabilities {
  /** Version of the server, such as `8.2.3`. */
  readonly server: string;
  /** Versions of the loaded modules by name, such as `{search: '2.10.5', ReJSON: '2.8.3'}`. */
  readonly modules: Readonly<Record<string, string>>;
  /** Most terms that one prefix stands for before the engine cuts it; the engine's default where it may not be asked. */
  readonly maxPrefixExpansions: number;
  /** Fewest letters of a prefix that finds anything; the engine's default where it may not be asked. */
  readonly minPrefix: number;
  /** True when the server is a node of a cluster. */
  readonly cluster: boolean;
  /** False on a cluster whose search module sees the documents of one node alone, as those before Redis 8 do. */
  readonly searchable: boolean;
  /** True when fields of hashes can expire by themselves (HPEXPIRE and its kin, Redis 7.4). */
  readonly hashFieldTtl: boolean;
  /** True when a field is set, read or taken away together with its expiry (HSETEX, HGETEX, HGETDEL, Redis 8.0). */
  readonly hashFieldCommands: boolean;
}

const DEFAULT_MAX_PREFIX_EXPANSIONS = 200;
const DEFAULT_MIN_PREFIX = 2;

/** Commands of the two modules by which they show when the server may not list its modules. */
const WITNESSES = { search: 'FT.SEARCH', ReJSON: 'JSON.GET' } as const;

/** Commands by which a server shows what it can do with fields of hashes; asked beside the witnesses. */
const HASH_FIELD_TTL = ['HPEXPIRE', 'HPTTL', 'HPERSIST'];
const HASH_FIELD_COMMANDS = ['HSETEX', 'HGETEX', 'HGETDEL'];

/** A command of search modules that ask all nodes of a cluster. */
const COORDINATOR = 'SEARCH.CLUSTERINFO';

/** Modules that Aisle needs. */
export const REQUIRED_MODULES = ['search', 'ReJSON'] as const;

/** Sends commands in one round trip; an error stands in its place. */
export type Ask = (commands: readonly RedisCommand[]) => Promise<(RedisReply | Error)[]>;

/**
 * Asks a server what it is and can do. Users without rights on INFO, MODULE or CONFIG get what HELLO and COMMAND tell, and
 * the engine's defaults.
 * @throws AisleError `ENGINE_UNAVAILABLE` while the server is loading its data.
 */
export async function probeCapabilities(ask: Ask): Promise<Capabilities> {
  const replies = await ask([
    ['HELLO'],
    ['MODULE', 'LIST'],
    ['COMMAND', 'INFO', ...Object.values(WITNESSES), ...HASH_FIELD_TTL, ...HASH_FIELD_COMMANDS, COORDINATOR],
    ['CONFIG', 'GET', 'search-*'],
    ['FT.CONFIG', 'GET', 'MAXPREFIXEXPANSIONS'],
    ['FT.CONFIG', 'GET', 'MINPREFIX'],
  ]);
  const unavailable = replies.find((reply) => reply instanceof EngineUnavailableError);
  if (unavailable !== undefined) throw unavailable;
  const [hello, modules, commands, config, legacyMax, legacyMin] = replies;
  if (hello instanceof Error) throw hello;
  const max = numberAt(config, 'search-max-prefix-expansions') ?? numberAt(legacyMax, 'MAXPREFIXEXPANSIONS');
  const known = knownCommands(commands);
  const cluster = textAt(hello, 'mode') === 'cluster';
  const min = numberAt(config, 'search-min-prefix') ?? numberAt(legacyMin, 'MINPREFIX');
  return Object.freeze({
    server: textAt(hello, 'version') ?? 'unknown',
    modules: Object.freeze({
      ...witnessedModules(commands),
      ...listedModules(memberOf(hello, 'modules')),
      ...listedModules(modules),
    }),
    maxPrefixExpansions: max ?? DEFAULT_MAX_PREFIX_EXPANSIONS,
    minPrefix: min ?? DEFAULT_MIN_PREFIX,
    cluster,
    searchable: !cluster || known.has(COORDINATOR),
    hashFieldTtl: HASH_FIELD_TTL.every((name) => known.has(name)),
    hashFieldCommands: HASH_FIELD_COMMANDS.every((name) => known.has(name)),
  });
}

type Answer = RedisReply | Error | undefined;

function listedModules(list: Answer): Record<string, string> {
  if (!Array.isArray(list)) return {};
  return Object.fromEntries(
    list.map((entry: RedisReply) => [textAt(entry, 'name') ?? 'unknown', moduleVersion(numberAt(entry, 'ver'))]),
  );
}

function witnessedModules(commands: Answer): Record<string, string> {
  if (!Array.isArray(commands)) return {};
  const known = Object.keys(WITNESSES).filter((_, position) => Array.isArray(commands[position]));
  return Object.fromEntries(known.map((name) => [name, 'unknown']));
}

/** 21005 is 2.10.5. */
function moduleVersion(number: number | undefined): string {
  if (number === undefined) return 'unknown';
  return [Math.floor(number / 10_000), Math.floor(number / 100) % 100, number % 100].join('.');
}

function knownCommands(list: Answer): ReadonlySet<string> {
  if (!Array.isArray(list)) return new Set();
  const names = list.map((entry: RedisReply) => (Array.isArray(entry) ? String(entry[0]).toUpperCase() : ''));
  return new Set(names);
}

function memberOf(value: Answer, name: string): Answer {
  return isMap(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

function isMap(value: Answer): value is { readonly [key: string]: RedisReply } {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !Buffer.isBuffer(value) &&
    !(value instanceof Error)
  );
}

function textAt(value: Answer, name: string): string | undefined {
  const member = memberOf(value, name);
  return typeof member === 'string' ? member : undefined;
}

function numberAt(value: Answer, name: string): number | undefined {
  const member = memberOf(value, name);
  const number = typeof member === 'string' && member !== '' ? Number(member) : member;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}
