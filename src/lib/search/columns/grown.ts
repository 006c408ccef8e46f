const LEAST = 1_024;

/** The array itself where it is long enough, else a longer copy, with room for more to come. */
export function grown<T extends Int32Array | Uint32Array | Float64Array | Uint8Array>(array: T, length: number): T {
  if (array.length >= length) return array;
  const longer = new (array.constructor as new (length: number) => T)(Math.max(LEAST, length, array.length * 2));
  longer.set(array);
  return longer;
}
