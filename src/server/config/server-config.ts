/** The levels of `LOG_LEVEL`, from the gravest alone to everything. */
export const LOG_LEVELS = ['fatal', 'error', 'warn', 'log', 'debug', 'verbose'] as const;

export type LogLevelName = (typeof LOG_LEVELS)[number];

/** When the fixture catalogue is loaded, see `AISLE_SEED`. */
export const SEED_MODES = ['auto', 'on', 'off'] as const;

export type SeedMode = (typeof SEED_MODES)[number];

/** So many searches in so long. */
export interface SearchLimit {
  readonly limit: number;
  readonly windowMs: number;
}

/** The server's configuration, read once from the environment. */
export interface ServerConfig {
  /** 0: any free one. */
  readonly port: number;
  readonly host: string;
  /** Null: the embedded engine. */
  readonly redisUrl: string | null;
  /** Folder of the embedded engine, its data and models. */
  readonly home: string;
  readonly namespace: string;
  /** Null: nobody needs a key. */
  readonly adminKey: string | null;
  readonly searchKey: string | null;
  readonly seed: SeedMode;
  /** Origins of pages that may search and read; `*` for all. */
  readonly corsOrigins: readonly string[];
  readonly logLevel: LogLevelName;
  /** Searches that an address may send; null: any number. */
  readonly searchLimit: SearchLimit | null;
  /** Memory for replies of the engine that are kept; 0 keeps none. */
  readonly searchCacheBytes: number;
  /** Memory for the columns of each collection; 0 keeps none. */
  readonly searchColumnBytes: number;
  /** Proxies in front of the server, whose word on the client's address is taken. */
  readonly trustedProxies: number;
  /** Hosts that short links may lead to; empty: any. */
  readonly linkHosts: readonly string[];
}

/** A variable of the environment, as it is documented. */
export interface ConfigVariable {
  readonly name: string;
  /** What holds when it is not set, in words. */
  readonly fallback: string;
  readonly meaning: string;
  /** Never shown. */
  readonly secret: boolean;
}

/** All variables that the server reads. */
export const CONFIG_VARIABLES: readonly ConfigVariable[] = [
  variable('PORT', '3000', 'The port; 0 takes any free one, which is printed.'),
  variable('HOST', '127.0.0.1', 'The address to listen on; any but loopback needs AISLE_ADMIN_KEY.'),
  variable(
    'AISLE_REDIS_URL',
    'REDIS_URL, else an engine of its own',
    'The Redis to use: redis://user:password@host:port, redis+sentinel://host:port,…/name or redis+cluster://host:port,….',
    true,
  ),
  variable('REDIS_URL', 'none', 'Used when AISLE_REDIS_URL is not set.', true),
  variable('AISLE_HOME', '.aisle', 'The folder of the own engine and its data.'),
  variable('AISLE_NAMESPACE', 'aisle', 'What all keys in Redis begin with.'),
  variable('AISLE_ADMIN_KEY', 'none', 'The key that may do everything, at least 16 characters.', true),
  variable('AISLE_SEARCH_KEY', 'none', 'The key that may search and read, at least 16 characters.', true),
  variable('AISLE_SEED', 'auto', 'Load the example catalogue: auto (own engine only, once), on, off.'),
  variable('AISLE_CORS_ORIGINS', 'none', 'Origins whose pages may search and read, split by commas; * for all.'),
  variable(
    'AISLE_SEARCH_LIMIT',
    'none',
    'Searches that an address may send, such as 600/min; those with the admin key are not limited.',
  ),
  variable(
    'AISLE_SEARCH_CACHE_MB',
    '64',
    'Memory in MiB for answers that are kept until a write changes them; 0: none.',
  ),
  variable(
    'AISLE_SEARCH_COLUMNS_MB',
    '256',
    'Memory in MiB for each collection, by which searches are answered in the process; 0: by the engine alone.',
  ),
  variable(
    'AISLE_TRUSTED_PROXIES',
    '0',
    "How many proxies stand in front, whose word on the client's address is taken.",
  ),
  variable(
    'AISLE_LINK_HOSTS',
    'any',
    'Hosts that short links may lead to, split by commas; *.shop.example for all below it.',
  ),
  variable('LOG_LEVEL', 'log', `How much is logged: ${LOG_LEVELS.join(', ')}.`),
];

function variable(name: string, fallback: string, meaning: string, secret = false): ConfigVariable {
  return Object.freeze({ name, fallback, meaning, secret });
}
