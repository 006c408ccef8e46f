import { EngineModulesMissingError, EngineUnavailableError } from '../errors/engine-errors.js';
import { probeCapabilities, REQUIRED_MODULES } from './capabilities.js';
import type { Capabilities } from './capabilities.js';
import { resolveConnectionOptions } from './connection-options.js';
import type { ConnectionRuntimeOptions, DirectTarget, RedisOptions } from './connection-options.js';
import type { EngineProgress } from './embedded/engine-files.js';
import { ExclusiveLinks } from './exclusive-links.js';
import { Link } from './link.js';
import { RedisSubscriber } from './redis-subscriber.js';
import { parseRedisUrl } from './redis-url.js';
import type { RedisConnection } from './redis-connection.js';
import { createSharedConnection } from './shared-connection.js';
import type { LinkHooks } from './supervised-client.js';

/** Told what happens to the connection, for a log. */
export interface ConnectionHooks extends LinkHooks {
  /** How far the embedded engine has come: fetching, loading its data. */
  readonly onProgress?: (progress: EngineProgress) => void;
}

/**
 * Opens a connection to Redis, or starts the embedded engine first.
 * @throws AisleError `INVALID_CONFIGURATION`, `NOT_SUPPORTED`, `ENGINE_UNAVAILABLE`, `ENGINE_AUTHENTICATION_FAILED`,
 * `ENGINE_MODULES_MISSING`, within `connectTimeoutMs`; a server that is loading its data is waited for that long.
 */
export async function openConnection(options: RedisOptions, hooks: ConnectionHooks = {}): Promise<RedisConnection> {
  const runtime = resolveConnectionOptions(options);
  const { target, release } = await reach(runtime, hooks);
  const links: Link[] = [];
  const openLink = async () => {
    const link = await Link.open({ ...runtime, target }, hooks);
    links.push(link);
    return link;
  };
  try {
    const first = await openLink();
    const capabilities = await probe(first, runtime.connectTimeoutMs);
    if (runtime.requireModules) assertModules(first.server, capabilities);
    const others = await allOrFirstError(Array.from({ length: runtime.size - 1 }, openLink));
    return createSharedConnection({
      capabilities,
      links: [first, ...others],
      exclusiveLinks: new ExclusiveLinks(runtime.exclusive, () => Link.open({ ...runtime, target, reconnect: null })),
      subscriber: new RedisSubscriber({ ...runtime, target }),
      release,
    });
  } catch (error) {
    await Promise.all(links.map((link) => link.close()));
    await release();
    throw error;
  }
}

/** As `Promise.all`, but fails only when nothing is under way any more. */
async function allOrFirstError<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}

interface Reached {
  readonly target: DirectTarget;
  readonly release: () => Promise<void>;
}

async function reach({ target }: ConnectionRuntimeOptions, { onProgress }: ConnectionHooks): Promise<Reached> {
  if (target.kind === 'direct') return { target, release: () => Promise.resolve() };
  const { startEmbeddedEngine } = await import('./embedded/start-engine.js');
  const engine = await startEmbeddedEngine({ home: target.home, ...(onProgress && { onProgress }) });
  return {
    target: Object.freeze({ kind: 'direct', ...parseRedisUrl(engine.url), tls: null }),
    release: () => engine.close(),
  };
}

const LOADING_PAUSE_MS = 50;

async function probe(link: Link, timeoutMs: number): Promise<Capabilities> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    try {
      return await probeCapabilities((commands) => link.batch(commands));
    } catch (error) {
      const isLoading = error instanceof EngineUnavailableError && error.replyCode === 'LOADING';
      if (!isLoading || performance.now() + LOADING_PAUSE_MS > deadline) throw error;
      await new Promise((wake) => setTimeout(wake, LOADING_PAUSE_MS));
    }
  }
}

function assertModules(server: string, { modules, server: version }: Capabilities): void {
  const missing = REQUIRED_MODULES.filter((name) => modules[name] === undefined);
  if (missing.length === 0) return;
  throw new EngineModulesMissingError(
    missing,
    `Redis ${version} at ${server} lacks the ${missing.length === 1 ? 'module' : 'modules'} ${missing.join(' and ')}. ` +
      `Run Redis 8, which has them (docker run -p 6379:6379 redis:8), or redis-stack-server, or load them with --loadmodule, ` +
      `or leave the URL out: Aisle then runs an engine of its own.`,
  );
}
