import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { EngineProgress } from './engine-files.js';

const LABEL = 'Fetching the engine';
const INTERVAL_MS = 100;

/** Reports the growth of the archives below a folder until the work is done, and its end when it succeeded. */
export async function withFetchProgress<T>(
  folder: string,
  totalBytes: number,
  onProgress: (progress: EngineProgress) => void,
  work: () => Promise<T>,
): Promise<T> {
  let progress = fetchProgress(0, 0, totalBytes);
  let measuring = false;
  const timer = setInterval(() => {
    if (measuring) return;
    measuring = true;
    void archiveBytes(folder).then((bytes) => {
      measuring = false;
      if (bytes <= progress.bytes) return;
      progress = fetchProgress(progress.bytes, bytes, totalBytes);
      onProgress(progress);
    });
  }, INTERVAL_MS);
  try {
    onProgress(progress);
    const result = await work();
    onProgress(fetchProgress(0, totalBytes, totalBytes));
    return result;
  } finally {
    clearInterval(timer);
  }
}

/** Progress never goes back and never beyond its total, although files are moved and copied while they are counted. */
export function fetchProgress(before: number, bytes: number, totalBytes: number): EngineProgress {
  return { label: LABEL, bytes: Math.min(totalBytes, Math.max(before, bytes)), totalBytes };
}

async function archiveBytes(folder: string): Promise<number> {
  const sizes = await listArchives(folder).then((paths) =>
    // A file may be moved between being listed and being measured.
    Promise.all(
      paths.map((path) =>
        stat(path).then(
          (stats) => stats.size,
          () => 0,
        ),
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function listArchives(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true }).catch(() => []);
  return entries.filter((entry) => entry.endsWith('.whl')).map((entry) => join(folder, entry));
}
