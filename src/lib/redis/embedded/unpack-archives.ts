import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { EngineRelease } from './engine-release.js';
import { runPython } from './python.js';
import { engineNotAvailable } from './ways-out.js';

const SCRIPT = `
import shutil, sys, zipfile
for archive, member, target in zip(*[iter(sys.argv[1:])] * 3):
    with zipfile.ZipFile(archive) as opened, opened.open(member) as source, open(target, 'wb') as sink:
        shutil.copyfileobj(source, sink)
`;

/** Takes the files of a release out of its archives. */
export async function unpackArchives(
  release: EngineRelease,
  archives: string,
  target: string,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  await mkdir(target);
  const names = await readdir(archives);
  const args = Object.values(release.members).flatMap(({ archive, path, file }) => {
    const name = names.find((entry) => entry.startsWith(archive));
    if (name === undefined) throw engineNotAvailable(`pip fetched no archive that begins with ${archive}`);
    return [join(archives, name), path, join(target, file)];
  });
  const { exitCode, output } = await runPython(['-c', SCRIPT, ...args], environment);
  if (exitCode !== 0) {
    throw engineNotAvailable(`an archive cannot be unpacked: ${output.trim().split('\n').at(-1) ?? ''}`);
  }
}
