import type { EngineRelease } from './engine-release.js';
import { runPython } from './python.js';
import type { PythonResult } from './python.js';
import { engineNotAvailable } from './ways-out.js';

/** Arguments of python3 that fetch the archives of a release. Where from is for the configuration of pip to say. */
export function pipArguments({ requirements, tags }: EngineRelease, destination: string): readonly string[] {
  return [
    ...['-m', 'pip', 'download', '--no-input', '--progress-bar', 'off', '--disable-pip-version-check'],
    ...['--no-deps', '--only-binary=:all:', '--require-hashes'],
    // The archives hold no Python code, so they fit every version of python3.
    ...['--python-version', '3.11', '--implementation', 'cp', '--abi', 'cp311', '--abi', 'none'],
    ...tags.flatMap((tag) => ['--platform', tag]),
    ...['--requirement', requirements, '--dest', destination],
  ];
}

/**
 * Fetches the archives of a release.
 * @param temporary folder in which the archives grow while they are fetched.
 * @throws AisleError `ENGINE_NOT_AVAILABLE_HERE`
 */
export async function downloadArchives(
  release: EngineRelease,
  destination: string,
  temporary: string,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  const result = await runPython(pipArguments(release, destination), {
    ...environment,
    TMPDIR: temporary,
    PIP_REQUIRE_VIRTUALENV: '0',
    PYTHONIOENCODING: 'utf-8',
  });
  if (result.exitCode !== 0) throw engineNotAvailable(explainPipFailure(result));
}

/** Says in half a sentence why pip failed. */
export function explainPipFailure({ exitCode, output }: PythonResult): string {
  if (/No module named '?pip\b/.test(output)) return 'python3 has no pip';
  if (output.includes('DO NOT MATCH THE HASHES')) return 'a fetched archive does not have the expected hash';
  if (output.includes('No space left on device')) return 'the disk is full';
  if (NETWORK.test(output)) return 'pip cannot reach its package index (network, proxy or index setting)';
  if (output.includes('(from versions: none)')) {
    return 'the package index of pip cannot be reached, or does not have the engine';
  }
  const error = output.split('\n').findLast((line) => line.startsWith('ERROR: '));
  const how = exitCode === null ? 'was ended by a signal' : `ended with status ${exitCode}`;
  return `pip ${how}${error === undefined ? '' : `: ${error.slice('ERROR: '.length).trim()}`}`;
}

const NETWORK =
  /Failed to establish a new connection|NewConnectionError|ConnectTimeout|Read timed out|ProxyError|SSLError|Name or service not known|name resolution|Connection (?:refused|reset|aborted)|Max retries exceeded/i;
