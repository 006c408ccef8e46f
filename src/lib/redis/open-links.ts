import { EngineModulesMissingError, EngineReadOnlyError, EngineUnavailableError } from '../errors/engine-errors.js';
import { probeCapabilities, REQUIRED_MODULES } from './capabilities.js';
import type { Capabilities } from './capabilities.js';
import type { ConnectionRuntimeOptions } from './connection-options.js';
import { Link } from './link.js';
import type { LinkOptions } from './redis-client.js';
import type { LinkHooks } from './supervised-client.js';

export interface OpenedLinks {
  readonly links: readonly [Link, ...Link[]];
  readonly capabilities: Capabilities;
}

/** Opens the links to a server that share the commands, and asks it what it is. Closes those that are open when one fails. */
export async function openLinks(
  runtime: ConnectionRuntimeOptions,
  options: LinkOptions,
  hooks: LinkHooks,
): Promise<OpenedLinks> {
  const links: Link[] = [];
  const open = async () => {
    const link = await openLink(options, hooks);
    links.push(link);
    return link;
  };
  try {
    const first = await open();
    const capabilities = await probe(first, runtime.connectTimeoutMs);
    if (runtime.requireModules) assertModules(first.server, capabilities);
    const others = await allOrFirstError(Array.from({ length: runtime.size - 1 }, open));
    return { links: [first, ...others], capabilities };
  } catch (error) {
    await Promise.all(links.map((link) => link.close()));
    throw error;
  }
}

const PAUSE_MS = 50;

/** Opens one link. A server that moves is looked for again when it is not where it was said to be. */
export async function openLink(options: LinkOptions, hooks: LinkHooks = {}): Promise<Link> {
  const { place, connectTimeoutMs } = options;
  if (place === undefined) return Link.open(options, hooks);
  const deadline = performance.now() + connectTimeoutMs;
  for (;;) {
    try {
      return await Link.open({ ...options, target: await place.locate() }, hooks);
    } catch (error) {
      const mayPass = error instanceof EngineUnavailableError || error instanceof EngineReadOnlyError;
      if (!mayPass || performance.now() + PAUSE_MS > deadline) throw error;
      await pause();
    }
  }
}

/** As `Promise.all`, but fails only when nothing is under way any more. */
export async function allOrFirstError<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}

/** Asks a server what it can do; one that is loading its data is waited for. */
export async function probe(link: Link, timeoutMs: number): Promise<Capabilities> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    try {
      return await probeCapabilities((commands) => link.batch(commands));
    } catch (error) {
      const isLoading = error instanceof EngineUnavailableError && error.replyCode === 'LOADING';
      if (!isLoading || performance.now() + PAUSE_MS > deadline) throw error;
      await pause();
    }
  }
}

/** @throws EngineModulesMissingError */
export function assertModules(server: string, { modules, server: version }: Capabilities): void {
  const missing = REQUIRED_MODULES.filter((name) => modules[name] === undefined);
  if (missing.length === 0) return;
  throw new EngineModulesMissingError(
    missing,
    `Redis ${version} at ${server} lacks the ${missing.length === 1 ? 'module' : 'modules'} ${missing.join(' and ')}. ` +
      `Run Redis 8, which has them (docker run -p 6379:6379 redis:8), or redis-stack-server, or load them with --loadmodule, ` +
      `or leave the URL out: Aisle then runs an engine of its own.`,
  );
}

function pause(): Promise<void> {
  return new Promise((wake) => setTimeout(wake, PAUSE_MS));
}
