import { arch, platform, release } from 'node:os';
import type { Host } from './engine-platform.js';

/** Looks at the machine; on Linux that takes some milliseconds. */
export function currentHost(): Host {
  return { os: platform(), arch: arch(), release: release(), glibc: platform() === 'linux' ? glibcVersion() : null };
}

function glibcVersion(): string | null {
  const report: unknown = withoutNetwork(() => process.report.getReport());
  if (typeof report !== 'object' || report === null || !('header' in report)) return null;
  const { header } = report;
  if (typeof header !== 'object' || header === null || !('glibcVersionRuntime' in header)) return null;
  return typeof header.glibcVersionRuntime === 'string' ? header.glibcVersionRuntime : null;
}

/** Open sockets in a report cost a DNS request each. */
function withoutNetwork<T>(work: () => T): T {
  const excludeNetwork = 'excludeNetwork' in process.report && process.report.excludeNetwork;
  Object.assign(process.report, { excludeNetwork: true });
  try {
    return work();
  } finally {
    Object.assign(process.report, { excludeNetwork });
  }
}
