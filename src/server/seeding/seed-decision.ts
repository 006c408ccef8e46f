import type { SeedMarker } from './seed-marker.js';

/** `once`: into an empty collection; `changed`: whenever the file is another than the one loaded. */
export type SeedPolicy = 'once' | 'changed';

export interface SeedState {
  readonly marker: SeedMarker | null;
  readonly hash: string;
  /** Documents that the collection has. */
  readonly count: number;
}

/** Whether a file has to be loaded. What was begun is brought to its end; what others put there is left alone. */
export function mustSeed(policy: SeedPolicy, { marker, hash, count }: SeedState): boolean {
  if (marker?.state === 'begun') return true;
  if (policy === 'changed') return marker?.hash !== hash;
  return marker === null && count === 0;
}
