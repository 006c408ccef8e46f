import { partitionOf } from '../collections/partition.js';
import { layoutOf } from '../collections/field-layout.js';
import { parsePath } from '../collections/path.js';
import type { RedisCommand, RedisReply } from '../redis/redis-values.js';
import type { ActiveDefinitions } from './active-definitions.js';
import { withMember } from './derive/move-vectors.js';
import type { DocumentAccess } from './document-access.js';
import type { JsonObject, JsonValue } from './json-value.js';
import { restoreNumbers } from './exact-numbers.js';
import { isJsonArray, isJsonObject } from './json-value.js';
import { readStoredMeta } from './stored-meta.js';
import type { StoredMeta } from './stored-meta.js';

/** A document as it is stored, its vectors in their places. */
export interface StoredDocument extends Omit<StoredMeta, 'vectors' | 'numbers'> {
  readonly id: string;
  readonly document: JsonObject;
}

/** Tells which vectors a read is to give, by their paths. */
export type WantsVector = (path: string) => boolean;

const DOC = '$.doc';
const META = '$.meta';
const MOST_READS = 3;

/** Reads documents with the vectors that were moved out of them. */
export class DocumentReader {
  constructor(private readonly access: DocumentAccess) {}

  async read(id: string, active: ActiveDefinitions, wants: WantsVector = () => true): Promise<StoredDocument | null> {
    const [stored = null] = await this.readAll([id], active, wants);
    return stored;
  }

  /** Reads documents in one round trip, in order, null for one that is not there. */
  async readAll(
    ids: readonly string[],
    active: ActiveDefinitions,
    wants: WantsVector = () => true,
  ): Promise<readonly (StoredDocument | null)[]> {
    if (ids.length === 0) return [];
    const members = vectorMembers(active, wants);
    const replies = await this.access.connection.pipeline(ids.map((id) => this.#command(id, active, members)));
    return Promise.all(
      ids.map((id, index) => this.#decode(id, replies[index] ?? null, { active, wants, members, reads: 1 })),
    );
  }

  #command(id: string, { serving }: ActiveDefinitions, members: readonly string[]): RedisCommand {
    const key = this.access.keys.document(serving.name, partitionOf(id, serving.partitions), id);
    return ['JSON.GET', key, DOC, META, ...members.map(memberPath)];
  }

  async #decode(id: string, reply: RedisReply | Error, read: Read): Promise<StoredDocument | null> {
    if (reply instanceof Error) throw reply;
    if (typeof reply !== 'string') return null;
    const values = JSON.parse(reply) as JsonObject;
    const { vectors, numbers, ...meta } = readStoredMeta(first(values[META]));
    const wanted = vectors.filter(({ path }) => read.wants(path));
    const unread = wanted.map(({ member }) => member).filter((member) => !read.members.includes(member));
    if (unread.length > 0 && read.reads < MOST_READS) {
      const members = [...read.members, ...unread];
      const again = await this.access.connection.send(this.#command(id, read.active, members));
      return this.#decode(id, again, { ...read, members, reads: read.reads + 1 });
    }
    const doc = first(values[DOC]);
    const document = wanted.reduce<JsonObject>(
      (restored, { path, member }) => {
        const vector = first(values[memberPath(member)]);
        return vector === undefined ? restored : withMember(restored, parsePath(path), vector);
      },
      isJsonObject(doc) ? doc : {},
    );
    return { id, document: restoreNumbers(document, numbers), ...meta };
  }
}

interface Read {
  readonly active: ActiveDefinitions;
  readonly wants: WantsVector;
  readonly members: readonly string[];
  readonly reads: number;
}

/** The members that hold the vectors as far as this process knows. What a document says of itself is what counts. */
function vectorMembers({ serving, other }: ActiveDefinitions, wants: WantsVector): readonly string[] {
  const layouts = [serving, ...(other === null ? [] : [other])].flatMap((definition) => [
    ...layoutOf(definition).values(),
  ]);
  const members = layouts.filter(({ field, path }) => field.kind === 'vector' && wants(path));
  return [...new Set(members.map((layout) => layout.members.filter))];
}

const memberPath = (member: string) => `$.idx.${member}`;

const first = (matches: JsonValue | undefined) => (isJsonArray(matches) ? matches[0] : undefined);
