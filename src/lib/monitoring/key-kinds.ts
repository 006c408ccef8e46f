/** What keys of one kind are like. */
export interface KeyKind {
  /** How reports call it. */
  readonly area: string;
  /** Matches a key without its namespace. */
  readonly pattern: RegExp;
  /** The engine's types that it may have, as TYPE tells them. */
  readonly types: readonly string[];
  /** Whether it must expire, must not, or may. */
  readonly ttl: 'always' | 'never' | 'either';
}

const COLLECTION = String.raw`\{[a-z][a-z0-9_-]*(\.\d+)?\}`;

/** All keys that Aisle writes. The first kind that matches is meant. */
const KINDS: readonly KeyKind[] = [
  ofCollection('documents', 'doc:.+', 'ReJSON-RL', 'never'),
  ofCollection('sequences', 'seq', 'string', 'never'),
  ofCollection('changes', 'changes', 'stream', 'never'),
  ofCollection('versions', 'versions', 'hash', 'never'),
  ofCollection('definitions', 'definition', 'hash', 'never'),
  ofCollection('synonyms', 'synonyms', 'hash', 'never'),
  ofCollection('stock', 'stock:.+', 'string hash zset', 'either'),
  kind('definitions', 'collections:names', 'set', 'never'),
  kind('definitions', 'definitions:epoch', 'string', 'never'),
  kind('migrations', 'migrations:.+', 'string', 'either'),
  kind('stock', 'stock:collections', 'set', 'never'),
  kind('terms', 'terms:.+', 'string', 'either'),
  kind('seeding', 'seeding:.+', 'string', 'either'),
  kind('caches', 'cache(-tag)?:.+', 'string', 'always'),
  kind('sessions', '(express-)?session:.+', 'hash zset', 'always'),
  kind('rate limits', 'rate-limit:.+', 'list hash string', 'always'),
  kind('locks', 'lock:.+', 'string', 'always'),
  kind('counters', 'counter:.+', 'string hash', 'either'),
  kind('unique counts', 'unique:.+', 'set', 'either'),
  kind('unique counts', 'unique-estimate:.+', 'string', 'either'),
  kind('tags', 'tags:.+', 'set', 'either'),
  kind('leaderboards', 'leaderboard:.+', 'zset', 'either'),
  kind('hash objects', 'hash:.+', 'hash', 'either'),
  kind('feeds', 'feed:.+', 'list string', 'either'),
  kind('queues', 'queue:.+', 'list hash zset set string stream', 'either'),
  kind('stream markers', 'stream:[^:]+:(effect|key):.+', 'string hash', 'always'),
  kind('streams', 'stream:.+', 'stream', 'either'),
  kind('short links', 'link:.+', 'hash list zset string', 'either'),
];

/** A key of the application itself that was built by `keys.state(area, id, part)`. */
const OWN = /^([a-z][a-z0-9-]*):[^:]/;

/** The kind of a key without its namespace; a kind of the application's own is named by its area. undefined: no name of ours. */
export function kindOf(name: string): KeyKind | undefined {
  const known = KINDS.find(({ pattern }) => pattern.test(name));
  if (known !== undefined) return known;
  const area = OWN.exec(name)?.[1];
  return area === undefined ? undefined : { area: `own: ${area}`, pattern: OWN, types: [], ttl: 'either' };
}

function ofCollection(area: string, part: string, types: string, ttl: KeyKind['ttl']): KeyKind {
  return kind(area, `${COLLECTION}:${part}`, types, ttl);
}

function kind(area: string, pattern: string, types: string, ttl: KeyKind['ttl']): KeyKind {
  return Object.freeze({ area, pattern: new RegExp(`^${pattern}$`, 's'), types: types.split(' '), ttl });
}
