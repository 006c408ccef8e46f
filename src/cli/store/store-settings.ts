import { AisleError } from '../../lib/index.js';
import { readConfig } from '../../server/config/read-config.js';
import type { Environment } from '../../server/config/read-config.js';

/** The options that say where the documents are. */
export interface StoreFlags {
  readonly url?: string;
  readonly home?: string;
  readonly namespace?: string;
}

/** Where the documents are. */
export interface StoreSettings {
  /** Null: the engine of our own in `home`. */
  readonly redisUrl: string | null;
  readonly home: string;
  readonly namespace: string;
}

const VARIABLES = { url: 'AISLE_REDIS_URL', home: 'AISLE_HOME', namespace: 'AISLE_NAMESPACE' } as const;
const READ = [...Object.values(VARIABLES), 'REDIS_URL'];

/** The environment as the options change it: with `--home` the engine there is meant, whatever URL is set. */
export function applyFlags(environment: Environment, { url, home, namespace }: StoreFlags): Environment {
  if (url !== undefined && home !== undefined) {
    throw new AisleError(
      'INVALID_CONFIGURATION',
      '--url and --home exclude each other. Give --url for a Redis that runs, or --home for an engine of its own.',
    );
  }
  return {
    ...environment,
    ...(url !== undefined && { AISLE_REDIS_URL: url }),
    ...(home !== undefined && { AISLE_HOME: home, AISLE_REDIS_URL: undefined, REDIS_URL: undefined }),
    ...(namespace !== undefined && { AISLE_NAMESPACE: namespace }),
  };
}

/**
 * Reads where the documents are from options and environment. What only the server needs is not looked at.
 * @throws INVALID_CONFIGURATION naming the option or the variable
 */
export function readStoreSettings(environment: Environment, flags: StoreFlags): StoreSettings {
  const all = applyFlags(environment, flags);
  const read = Object.fromEntries(READ.map((name) => [name, all[name]]));
  try {
    const { redisUrl, home, namespace } = readConfig(read);
    return { redisUrl, home, namespace };
  } catch (error) {
    throw error instanceof AisleError ? nameFlags(error, flags) : error;
  }
}

/** A fault of an option is told by the option's name. */
export function nameFlags(error: AisleError, flags: StoreFlags): AisleError {
  const names = ['url', 'home', 'namespace'] as const;
  const flag = names.find((name) => flags[name] !== undefined && error.message.startsWith(`${VARIABLES[name]} `));
  if (flag === undefined) return error;
  const message = error.message.replace(VARIABLES[flag], `--${flag}`);
  return new AisleError(error.code, message, { cause: error, faults: error.faults });
}
