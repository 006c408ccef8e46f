/** Platforms with a prebuilt engine. */
export type EnginePlatform = 'linux-x64' | 'darwin-arm64';

export const PREBUILT_PLATFORMS = 'Linux on x64 with glibc 2.29 or newer, macOS 14 or newer on arm64';

export interface Host {
  readonly os: string;
  readonly arch: string;
  /** Release of the kernel. */
  readonly release: string;
  /** Version of the GNU C library, null where there is none. */
  readonly glibc: string | null;
}

export type PlatformChoice =
  { readonly platform: EnginePlatform } | { readonly platform: null; readonly reason: string };

const MIN_GLIBC = [2, 29] as const;
/** The kernel of macOS 14. */
const MIN_DARWIN = [23, 0] as const;

/** Tells which prebuilt engine runs on a host, or why none does. */
export function choosePlatform({ os, arch, release, glibc }: Host): PlatformChoice {
  const unsupported = (what: string): PlatformChoice => ({
    platform: null,
    reason: `there is no prebuilt engine for ${what}`,
  });
  if (os === 'linux' && glibc === null) return unsupported('Linux without glibc (musl)');
  if (os === 'linux' && arch === 'x64' && glibc !== null) {
    return isAtLeast(glibc, MIN_GLIBC) ? { platform: 'linux-x64' } : unsupported(`glibc ${glibc}`);
  }
  if (os === 'darwin' && arch === 'arm64') {
    return isAtLeast(release, MIN_DARWIN) ? { platform: 'darwin-arm64' } : unsupported('macOS before 14');
  }
  return unsupported(`${NAMES[os] ?? os} on ${arch}`);
}

export function isAtLeast(version: string, [major, minor]: readonly [number, number]): boolean {
  const [a = 0, b = 0] = version.split('.').map(Number);
  return a > major || (a === major && b >= minor);
}

const NAMES: Readonly<Record<string, string>> = { linux: 'Linux', darwin: 'macOS', win32: 'Windows' };
