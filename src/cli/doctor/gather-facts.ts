import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AisleError, EngineMonitor, readIndexInfo } from '../../lib/index.js';
import type { CollectionDescription } from '../../lib/index.js';
import { declaredCollection } from '../catalogue/catalogue.js';
import { withStore } from '../store/open-store.js';
import type { Store } from '../store/open-store.js';
import { readStoreSettings } from '../store/store-settings.js';
import type { StoreFlags, StoreSettings } from '../store/store-settings.js';
import type { Terminal } from '../terminal/terminal.js';
import { configurationFacts } from './configuration-facts.js';
import type { CollectionFacts, EngineFacts, Facts, FailedFacts } from './facts.js';
import { maskUrl } from './mask.js';

const BUILD_WAIT_MS = 10_000;
const BUILD_PAUSE_MS = 100;

export interface GatherOptions {
  readonly flags: StoreFlags;
  /** Compare every key with the indexes. */
  readonly isThorough: boolean;
  readonly signal: AbortSignal;
}

/** Looks at all that the doctor judges. An engine that does not answer is a fact, not an error. */
export async function gatherFacts(terminal: Terminal, options: GatherOptions): Promise<Facts> {
  const configuration = configurationFacts(terminal.environment, options.flags);
  const found = await orFailure(async () => {
    const settings = readStoreSettings(terminal.environment, options.flags);
    return withStore(terminal, settings, (store) => lookAt(store, settings, options), { requireModules: false });
  });
  return { configuration, ...('failure' in found ? { engine: found, collections: [] } : found) };
}

async function lookAt(
  store: Store,
  settings: StoreSettings,
  options: GatherOptions,
): Promise<Pick<Facts, 'engine' | 'collections'>> {
  const engine = await lookAtEngine(store, settings);
  const canSearch = engine.modules['search'] !== undefined && engine.modules['ReJSON'] !== undefined;
  return { engine, collections: canSearch ? await orFailure(() => lookAtCollections(store, options)) : [] };
}

async function lookAtEngine({ connection, keys }: Store, { redisUrl, home }: StoreSettings): Promise<EngineFacts> {
  const { server, modules, maxPrefixExpansions, minPrefix, searchable } = connection.capabilities;
  return {
    kind: redisUrl === null ? 'embedded' : 'url',
    place: redisUrl === null ? resolve(home) : maskUrl(redisUrl),
    version: server,
    modules,
    maxPrefixExpansions,
    minPrefix,
    searchable,
    nodes: await new EngineMonitor(connection, keys).nodes(),
  };
}

async function lookAtCollections(store: Store, options: GatherOptions): Promise<readonly CollectionFacts[]> {
  const facts: CollectionFacts[] = [];
  for (const { name } of await store.manager.list()) {
    const description = await describeBuilt(store, name, options.signal);
    if (description !== null) facts.push(await lookAtCollection(store, description, options));
  }
  return facts;
}

/** An engine that was just started builds its indexes anew: that is waited for. null when it was deleted meanwhile. */
async function describeBuilt(
  { manager }: Store,
  name: string,
  signal: AbortSignal,
): Promise<CollectionDescription | null> {
  const deadline = Date.now() + BUILD_WAIT_MS;
  for (;;) {
    signal.throwIfAborted();
    const description = (await manager.list()).find((candidate) => candidate.name === name) ?? null;
    if (description?.index.state !== 'building' || Date.now() > deadline) return description;
    await delay(BUILD_PAUSE_MS);
  }
}

async function lookAtCollection(
  { connection, keys, manager }: Store,
  description: CollectionDescription,
  { isThorough, signal }: GatherOptions,
): Promise<CollectionFacts> {
  signal.throwIfAborted();
  const { name } = description;
  const declared = declaredCollection(name);
  const canVerify = isThorough && description.index.state !== 'missing';
  return {
    description,
    index: await readIndexInfo(connection, keys.indexAlias(name)),
    verification: canVerify ? await manager.verify(name, { signal }) : null,
    plan: declared === undefined ? null : (await manager.plan(declared)).status,
  };
}

async function orFailure<T>(work: () => Promise<T>): Promise<T | FailedFacts> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AisleError)) throw error;
    return { failure: { code: error.code, message: error.message } };
  }
}
