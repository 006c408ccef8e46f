import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { tryLock } from './folder-lock.js';
import { socketAddress } from './socket-address.js';
import { ignoreMissing } from './system-error.js';

const PREFIX = 'staging-';

/** Makes a folder for one fetch. Only the owner of the lock has one. */
export function makeStaging(engines: string): Promise<string> {
  return mkdtemp(join(engines, `${PREFIX}${process.pid}-`));
}

/** Removes what dead processes left, for the owner of the lock. */
export async function sweepStaging(engines: string): Promise<void> {
  for (const name of await listStaging(engines)) {
    // A pip that outlived its parent may still write there: after the rename it finds its folder no more.
    const swept = join(engines, `${PREFIX}${randomUUID()}`);
    await rename(join(engines, name), swept).catch(ignoreMissing);
    await rm(swept, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Removes what dead processes left, unless somebody is fetching. */
export async function sweepUnlocked(engines: string): Promise<void> {
  if ((await listStaging(engines)).length === 0) return;
  const release = await tryLock(socketAddress('fetch', engines));
  if (release === null) return;
  try {
    await sweepStaging(engines);
  } finally {
    await release();
  }
}

async function listStaging(engines: string): Promise<readonly string[]> {
  return (await readdir(engines)).filter((name) => name.startsWith(PREFIX));
}
