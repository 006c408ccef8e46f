import type { AnyCollection } from '../../collections/collection.js';
import { partitionsOf } from '../../collections/partition.js';
import { VERSION_NAMES } from '../../collections/version-names.js';
import type { Reads } from '../../query/reads.js';
import type { Keys } from '../../redis/keys.js';
import type { RedisCommand } from '../../redis/redis-values.js';

const COMMANDS = 3;

/** Which writes changed what last, at one moment. */
export class WriteVersions {
  readonly #all: string;
  readonly #documents: string;
  readonly #byName: ReadonlyMap<string, string>;
  /** What the words of all documents depend on. */
  readonly words: string;

  private constructor(all: string, documents: string, words: string, byName: ReadonlyMap<string, string>) {
    this.#all = all;
    this.#documents = documents;
    this.#byName = byName;
    this.words = words;
  }

  /** The commands that read them for some names, all partitions in one round trip. */
  static commands(keys: Keys, { name, partitions }: AnyCollection, names: readonly string[]): readonly RedisCommand[] {
    const { any, reindexed, words } = VERSION_NAMES;
    return partitionsOf(partitions).flatMap((partition) => [
      ['GET', keys.sequence(name, partition)],
      ['HGET', keys.definition(name, partition), 'epoch'],
      ['HMGET', keys.fieldVersions(name, partition), any, reindexed, words, ...names],
    ]);
  }

  /** @returns null when they could not be read */
  static read(replies: readonly unknown[], names: readonly string[]): WriteVersions | null {
    if (replies.length === 0 || replies.some((reply) => reply instanceof Error)) return null;
    const all: string[] = [];
    const documents: string[] = [];
    const words: string[] = [];
    const byName = new Map<string, string>();
    for (let at = 0; at < replies.length; at += COMMANDS) {
      const [sequence, epoch, versions] = replies.slice(at, at + COMMANDS);
      if (!Array.isArray(versions)) return null;
      const [any, reindexed, word, ...others] = versions.map(String);
      all.push(`${String(sequence)},${String(reindexed)},${String(epoch)}`);
      documents.push(`${String(any)},${String(reindexed)},${String(epoch)}`);
      words.push(wordsVersion({ any, derived: reindexed, epoch, word }));
      names.forEach((name, index) => byName.set(name, `${byName.get(name) ?? ''},${String(others[index])}`));
    }
    return new WriteVersions(all.join(';'), documents.join(';'), words.join(';'), byName);
  }

  /** Whether all names are known. */
  covers(names: readonly string[]): boolean {
    return names.every((name) => this.#byName.has(name));
  }

  /** What a reply depends on, as it stands; null for one that is not kept. */
  stampOf(reads: Reads): string | null {
    if (reads === null) return null;
    if (reads === 'everything') return this.#all;
    return `${this.#documents}|${reads.map((name) => this.#byName.get(name) ?? '?').join()}`;
  }
}

/** What the words of a partition's documents depend on. @param word the last change of any word */
export function wordsVersion(versions: {
  readonly any: unknown;
  readonly derived: unknown;
  readonly epoch: unknown;
  readonly word: unknown;
}): string {
  return [versions.any, versions.derived, versions.epoch, versions.word].map(String).join();
}

/** The names that must be read for some replies, each once. */
export function namesIn(reads: readonly Reads[]): readonly string[] {
  return [...new Set(reads.flatMap((read) => (read === null || read === 'everything' ? [] : read)))];
}
