const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** A whole number with separators: `12,345`. */
export const formatCount = (count: number): string => Math.round(count).toLocaleString('en');

/** A size with three digits or so: `12.3 MB`, a thousand bytes being a kilobyte. */
export function formatBytes(bytes: number): string {
  const power = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  const value = bytes / 1_000 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${UNITS[power] ?? 'B'}`;
}
