import { crc32 } from 'node:zlib';

/** The partition a document lies in, by CRC-32 of its id; null in a collection that has one alone. */
export function partitionOf(id: string, partitions: number): number | null {
  return partitions === 1 ? null : crc32(id) % partitions;
}

/** All partitions of a collection. */
export function partitionsOf(partitions: number): readonly (number | null)[] {
  return partitions === 1 ? [null] : Array.from({ length: partitions }, (_, index) => index);
}

/** Documents by the partition they lie in: the keys of one partition may stand in one command. */
export function byPartition<T extends { readonly id: string }>(
  documents: readonly T[],
  partitions: number,
): readonly (readonly [partition: number | null, documents: readonly T[]])[] {
  const groups = new Map<number | null, T[]>();
  for (const document of documents) {
    const partition = partitionOf(document.id, partitions);
    const group = groups.get(partition);
    if (group === undefined) groups.set(partition, [document]);
    else group.push(document);
  }
  return [...groups];
}
