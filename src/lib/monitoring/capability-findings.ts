import type { Capabilities } from '../redis/capabilities.js';
import { error, ok, warning } from './finding.js';
import type { Finding } from './finding.js';

/** Below this many words that begin alike, a prefix is cut in catalogues of some size. */
const ENOUGH_EXPANSIONS = 100_000;
const WANTED_EXPANSIONS = 10_000_000;
const MIN_SEARCH = [2, 10] as const;
const MODULES = { search: 'search (RediSearch)', ReJSON: 'ReJSON (RedisJSON)' } as const;

type Judged = Pick<Capabilities, 'modules' | 'maxPrefixExpansions' | 'minPrefix' | 'searchable'>;

/** Judges what an engine can do and how its search is set up. */
export function capabilityFindings(capabilities: Judged): readonly Finding[] {
  return [
    ...moduleFindings(capabilities),
    ...prefixFindings(capabilities),
    ...(capabilities.searchable ? [] : [NOT_SEARCHABLE]),
  ];
}

const NOT_SEARCHABLE = error(
  'engine',
  'it is a cluster whose search module sees the documents of one node only: searches are refused',
  'Run Redis 8 on all nodes, or one server.',
);

function moduleFindings({ modules }: Judged): readonly Finding[] {
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

function prefixFindings({ maxPrefixExpansions, minPrefix, modules }: Judged): readonly Finding[] {
  if (modules['search'] === undefined) return [];
  const most = maxPrefixExpansions.toLocaleString('en');
  const findings = [
    ...(maxPrefixExpansions < ENOUGH_EXPANSIONS
      ? [
          warning(
            'prefixes',
            `a prefix that more than ${most} words begin with finds only a part`,
            setting(`search-max-prefix-expansions ${WANTED_EXPANSIONS}`, `MAXPREFIXEXPANSIONS ${WANTED_EXPANSIONS}`),
          ),
        ]
      : []),
    ...(minPrefix > 1
      ? [
          warning(
            'prefixes',
            `words shorter than ${minPrefix} letters are not completed`,
            setting('search-min-prefix 1', 'MINPREFIX 1'),
          ),
        ]
      : []),
  ];
  return findings.length > 0 ? findings : [ok('prefixes', `complete from ${minPrefix} letter on, up to ${most} words`)];
}

const setting = (name: string, argument: string) =>
  `On Redis 8: CONFIG SET ${name}, and the same in its configuration. On older servers load the module with ${argument}.`;
