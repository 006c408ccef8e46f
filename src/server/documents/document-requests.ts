import { Injectable } from '@nestjs/common';
import { CollectionAccess, DocumentNotFoundError } from '../../lib/index.js';
import type { DocumentRepository, PutResult, VersionedDocument, WriteResult } from '../../lib/index.js';
import { documentOf, patchOf } from './body-shape.js';
import { readManyOf } from './read-many.js';
import { assertReadCondition, readChangeCondition, readWriteCondition } from './write-condition.js';
import type { ConditionHeaders } from './write-condition.js';

/** Which document a request is about. */
export interface DocumentAddress {
  readonly collection: string;
  readonly id: string;
}

/** Carries out what requests ask of documents. */
@Injectable()
export class DocumentRequests {
  constructor(private readonly access: CollectionAccess) {}

  create(collection: string, body: unknown): Promise<WriteResult> {
    return this.access.repository(collection).create(documentOf(collection, body));
  }

  async read(
    { collection, id }: DocumentAddress,
    fields: string | undefined,
    headers: ConditionHeaders,
  ): Promise<VersionedDocument<object>> {
    const found = await this.access
      .repository(collection)
      .get(id, fields === undefined ? {} : { fields: fields.split(',') });
    if (found === null) throw new DocumentNotFoundError(collection, id);
    assertReadCondition(headers, found.version);
    return found;
  }

  async readMany(collection: string, body: unknown): Promise<{ readonly documents: readonly (object | null)[] }> {
    const { ids, fields } = readManyOf(body);
    const found = await this.access.repository(collection).getMany(ids, fields === undefined ? {} : { fields });
    return { documents: found.map((stored) => stored?.document ?? null) };
  }

  async put(address: DocumentAddress, body: unknown, headers: ConditionHeaders): Promise<PutResult> {
    const repository = this.access.repository(address.collection);
    const condition = await readWriteCondition(headers, () => versionOf(repository, address.id));
    return repository.put(documentOf(address.collection, body), { id: address.id, ...condition });
  }

  async patch(address: DocumentAddress, body: unknown, headers: ConditionHeaders): Promise<WriteResult> {
    const repository = this.access.repository(address.collection);
    const condition = await readChangeCondition(headers, () => versionOf(repository, address.id));
    return repository.patch(address.id, patchOf(body), condition);
  }

  async delete(address: DocumentAddress, headers: ConditionHeaders): Promise<WriteResult> {
    const repository = this.access.repository(address.collection);
    const condition = await readChangeCondition(headers, () => versionOf(repository, address.id));
    return repository.delete(address.id, condition);
  }
}

async function versionOf(repository: DocumentRepository, id: string): Promise<number | null> {
  return (await repository.get(id, { fields: [] }))?.version ?? null;
}
