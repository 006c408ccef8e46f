import { crc32 } from 'node:zlib';

/** The partition a document lies in, by CRC-32 of its id; null in a collection that has one alone. */
export function partitionOf(id: string, partitions: number): number | null {
  return partitions === 1 ? null : crc32(id) % partitions;
}

/** All partitions of a collection. */
export function partitionsOf(partitions: number): readonly (number | null)[] {
  return partitions === 1 ? [null] : Array.from({ length: partitions }, (_, index) => index);
}
