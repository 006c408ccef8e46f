const OBJECT_BYTES = 48;
const SLOT_BYTES = 8;

/** About how much memory a reply of the engine takes, in bytes. */
export function sizeOf(value: unknown): number {
  if (typeof value === 'string') return OBJECT_BYTES / 2 + 2 * value.length;
  if (Buffer.isBuffer(value)) return OBJECT_BYTES + value.length;
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + SLOT_BYTES + sizeOf(item), OBJECT_BYTES);
  if (typeof value !== 'object' || value === null) return SLOT_BYTES;
  return Object.values(value).reduce<number>((sum, item) => sum + SLOT_BYTES + sizeOf(item), OBJECT_BYTES);
}
