import { CollectionNotFoundError } from '../errors/collection-errors.js';
import type { ActiveDefinitions } from './active-definitions.js';

interface Entry {
  readonly definitions: ActiveDefinitions;
  readonly loadedAt: number;
}

/** Definitions that this process knows. Concurrent reads of one collection share one load. */
export class DefinitionCache {
  readonly #entries = new Map<string, Entry>();
  readonly #loading = new Map<string, Promise<ActiveDefinitions>>();
  readonly #changes = new Map<string, number>();

  constructor(
    private readonly load: (name: string) => Promise<ActiveDefinitions>,
    private readonly maxAgeMs: number,
  ) {}

  async current(name: string): Promise<ActiveDefinitions> {
    const entry = this.#entries.get(name);
    if (entry !== undefined && performance.now() - entry.loadedAt < this.maxAgeMs) return entry.definitions;
    return this.reload(name);
  }

  async reload(name: string): Promise<ActiveDefinitions> {
    const underWay = this.#loading.get(name);
    if (underWay !== undefined) return underWay;
    const loading = this.#loadAnew(name);
    this.#loading.set(name, loading);
    try {
      return await loading;
    } finally {
      if (this.#loading.get(name) === loading) this.#loading.delete(name);
    }
  }

  /** Takes over what this process published. */
  set(name: string, definitions: ActiveDefinitions): void {
    this.#change(name);
    this.#entries.set(name, { definitions, loadedAt: performance.now() });
  }

  forget(name: string): void {
    this.#change(name);
    this.#entries.delete(name);
    this.#loading.delete(name);
  }

  forgetAll(): void {
    for (const name of [...this.#entries.keys(), ...this.#loading.keys()]) this.forget(name);
  }

  /** Somebody else put an epoch in force, or deleted the collection. */
  outdate(name: string, epoch: number | null): void {
    const known = this.#entries.get(name);
    if (known === undefined || epoch === null || known.definitions.epoch < epoch) this.forget(name);
  }

  /** What was set or forgotten while a load was under way stands. */
  async #loadAnew(name: string): Promise<ActiveDefinitions> {
    const changes = this.#changes.get(name);
    try {
      const loaded = await this.load(name);
      const known = this.#entries.get(name);
      if (this.#changes.get(name) !== changes) return known?.definitions ?? loaded;
      const definitions = known?.definitions.epoch === loaded.epoch ? known.definitions : loaded;
      this.#entries.set(name, { definitions, loadedAt: performance.now() });
      return definitions;
    } catch (error) {
      if (error instanceof CollectionNotFoundError && this.#changes.get(name) === changes) this.#entries.delete(name);
      throw error;
    }
  }

  #change(name: string): void {
    this.#changes.set(name, (this.#changes.get(name) ?? 0) + 1);
  }
}
