/** What a collection's marker says: which file was being loaded, and whether it came to its end. */
export interface SeedMarker {
  readonly state: 'begun' | 'done';
  readonly hash: string;
}

export function encodeMarker({ state, hash }: SeedMarker): string {
  return `${state}:${hash}`;
}

export function decodeMarker(text: unknown): SeedMarker | null {
  const match = typeof text === 'string' ? /^(begun|done):(\w+)$/.exec(text) : null;
  const [, state, hash = ''] = match ?? [];
  return state === 'begun' || state === 'done' ? { state, hash } : null;
}
