import type { EngineFacts } from './facts.js';
import { error, ok, warning } from './finding.js';
import type { Finding } from './finding.js';

/** Below this many words that begin alike, a prefix is cut in catalogues of some size. */
const ENOUGH_EXPANSIONS = 100_000;
const WANTED_EXPANSIONS = 10_000_000;
const MIN_SEARCH = [2, 10] as const;
const MODULES = { search: 'search (RediSearch)', ReJSON: 'ReJSON (RedisJSON)' } as const;

/** Judges what the engine is and how it is set up. */
export function engineFindings(engine: EngineFacts): readonly Finding[] {
  const place = engine.kind === 'embedded' ? `an engine of its own in ${engine.place}` : `at ${engine.place}`;
  return [
    ok('engine', `Redis ${engine.version} answers, ${place}`),
    ...moduleFindings(engine),
    ...prefixFindings(engine),
    ...(engine.searchable ? [] : [NOT_SEARCHABLE]),
  ];
}

const NOT_SEARCHABLE = error(
  'engine',
  'it is a cluster whose search module sees the documents of one node only: searches are refused',
  'Run Redis 8 on all nodes, or one server.',
);

function moduleFindings({ modules }: EngineFacts): readonly Finding[] {
  const missing = Object.entries(MODULES).flatMap(([name, title]) => (modules[name] === undefined ? [title] : []));
  if (missing.length > 0) {
    const advice = 'Run Redis 8, which has them (docker run -p 6379:6379 redis:8), or load them with --loadmodule.';
    return [error('modules', `missing: ${missing.join(', ')}`, advice)];
  }
  const { search = 'unknown', ReJSON: json = 'unknown' } = modules;
  if (isOlder(search, MIN_SEARCH)) {
    return [error('modules', `search ${search} is too old: 2.10 is needed`, 'Run Redis 8 or redis-stack-server 7.4.')];
  }
  return [ok('modules', `search ${search}, ReJSON ${json}`)];
}

function isOlder(version: string, [major, minor]: readonly [number, number]): boolean {
  const match = /^(\d+)\.(\d+)/.exec(version);
  if (match === null) return false;
  const [haveMajor, haveMinor] = [Number(match[1]), Number(match[2])];
  return haveMajor < major || (haveMajor === major && haveMinor < minor);
}

function prefixFindings({ maxPrefixExpansions, minPrefix, modules }: EngineFacts): readonly Finding[] {
  if (modules['search'] === undefined) return [];
  const isCut = maxPrefixExpansions < ENOUGH_EXPANSIONS;
  const [most, least] = [maxPrefixExpansions.toLocaleString('en'), minPrefix];
  if (!isCut && minPrefix <= 1) return [ok('prefixes', `complete from ${least} letter on, up to ${most} words`)];
  const setting = [
    ...(isCut ? [`search-max-prefix-expansions ${WANTED_EXPANSIONS}`] : []),
    ...(minPrefix > 1 ? ['search-min-prefix 1'] : []),
  ].join(' ');
  const faults = [
    ...(isCut ? [`a prefix that more than ${most} words begin with finds only a part`] : []),
    ...(minPrefix > 1 ? [`words shorter than ${minPrefix} letters are not completed`] : []),
  ];
  const advice = `On Redis 8: CONFIG SET ${setting}, and the same in its configuration. On older servers load the module with MAXPREFIXEXPANSIONS ${WANTED_EXPANSIONS} MINPREFIX 1.`;
  return [warning('prefixes', faults.join('; '), advice)];
}
