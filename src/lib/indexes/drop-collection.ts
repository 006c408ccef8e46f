import { partitionsOf } from '../collections/partition.js';
import type { DefinitionRecord } from '../documents/definition-record.js';
import { scan } from '../redis/scan.js';
import { dropOtherIndexes, removeAlias } from './create-index.js';
import type { IndexContext } from './index-context.js';
import { scanKeys } from './scan-keys.js';

/**
 * Deletes a collection with all its documents. Writers are refused from the first step on, the definition goes last:
 * after a failure in between, call it again with the record that is stored then.
 */
export async function dropCollection(
  context: IndexContext,
  record: DefinitionRecord,
  signal?: AbortSignal,
): Promise<void> {
  const { connection, keys, definitions } = context;
  const { name, partitions } = record.serving;
  const deleting = await definitions.publish({ ...record, other: null, state: 'deleting' }, record);
  await removeAlias(connection, keys, name);
  await dropOtherIndexes(connection, keys, name, []);
  for await (const page of scanKeys(connection, keys, record.serving, signal)) {
    await connection.send(['UNLINK', ...page.map(({ key }) => key)]);
  }
  for (const partition of partitionsOf(partitions)) {
    for await (const page of scan(connection, `${keys.stock(name, partition, '')}*`, { signal })) {
      await connection.send(['UNLINK', ...page]);
    }
    const kept = [
      ...[keys.changes(name, partition), keys.sequence(name, partition)],
      ...[keys.fieldVersions(name, partition), keys.synonyms(name, partition)],
    ];
    await connection.send(['UNLINK', ...kept]);
  }
  await connection.send(['UNLINK', keys.terms(name)]);
  await definitions.erase(deleting);
}
