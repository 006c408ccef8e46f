import { choosePlatform } from './engine-platform.js';
import type { Host } from './engine-platform.js';

const linux: Host = { os: 'linux', arch: 'x64', release: '6.1.0', glibc: '2.36' };
const mac: Host = { os: 'darwin', arch: 'arm64', release: '23.1.0', glibc: null };

describe('choosePlatform', () => {
  it.each([
    ['Linux on x64', linux, 'linux-x64'],
    ['the oldest glibc', { ...linux, glibc: '2.29' }, 'linux-x64'],
    ['a glibc of a later major version', { ...linux, glibc: '3.0' }, 'linux-x64'],
    ['macOS 14 on arm64', mac, 'darwin-arm64'],
    ['a later macOS', { ...mac, release: '25.0.0' }, 'darwin-arm64'],
  ])('has an engine for %s', (_, host, platform) => {
    expect(choosePlatform(host)).toEqual({ platform });
  });

  it.each([
    ['an old glibc', { ...linux, glibc: '2.28' }, 'glibc 2.28'],
    ['musl', { ...linux, glibc: null }, 'Linux without glibc (musl)'],
    ['Linux on arm64', { ...linux, arch: 'arm64' }, 'Linux on arm64'],
    ['macOS 13', { ...mac, release: '22.6.0' }, 'macOS before 14'],
    ['macOS on x64', { ...mac, arch: 'x64' }, 'macOS on x64'],
    ['Windows', { os: 'win32', arch: 'x64', release: '10.0.1', glibc: null }, 'Windows on x64'],
    ['another system', { os: 'freebsd', arch: 'x64', release: '14.0', glibc: null }, 'freebsd on x64'],
  ])('has none for %s and says so', (_, host, name) => {
    expect(choosePlatform(host)).toEqual({ platform: null, reason: `there is no prebuilt engine for ${name}` });
  });
});
