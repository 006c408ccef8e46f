import { arch, platform, release } from 'node:os';
import type { Host } from './engine-platform.js';

export function currentHost(): Host {
  return { os: platform(), arch: arch(), release: release(), glibc: platform() === 'linux' ? glibcVersion() : null };
}

function glibcVersion(): string | null {
  const report: unknown = process.report.getReport();
  if (typeof report !== 'object' || report === null || !('header' in report)) return null;
  const { header } = report;
  if (typeof header !== 'object' || header === null || !('glibcVersionRuntime' in header)) return null;
  return typeof header.glibcVersionRuntime === 'string' ? header.glibcVersionRuntime : null;
}
