import { execFile, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const MAIN = fileURLToPath(new URL('../dist/server/main.js', import.meta.url));
const READY = /^Aisle is ready at (http\S+)/;
const START_MS = 60_000;

/**
 * @typedef {object} BenchServer
 * @property {string} url
 * @property {() => Promise<number>} residentBytes
 * @property {() => Promise<number>} cpuMilliseconds
 * @property {() => Promise<void>} close
 */

/**
 * Starts the server as a process of its own, as `npm start` does.
 * @returns {Promise<BenchServer>}
 */
export async function startServer({ redisUrl, namespace, cacheBytes }) {
  const settings = { PORT: '0', HOST: '127.0.0.1', AISLE_SEED: 'off', LOG_LEVEL: 'error' };
  const own = { AISLE_REDIS_URL: redisUrl, AISLE_NAMESPACE: namespace };
  const cache = cacheBytes === undefined ? {} : { AISLE_SEARCH_CACHE_MB: String(cacheBytes / 1_048_576) };
  const env = { ...process.env, ...settings, ...own, ...cache };
  const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const url = await Promise.race([
    readUrl(child),
    ended.then((code) => Promise.reject(new Error(`The server ended with code ${code}.`))),
  ]);
  return {
    url,
    residentBytes: () => residentBytes(child.pid),
    cpuMilliseconds: () => cpuMilliseconds(url),
    close: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function readUrl(child) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`The server was not ready within ${START_MS / 1_000} s.`));
    }, START_MS);
    createInterface({ input: child.stdout }).on('line', (line) => {
      const url = READY.exec(line)?.[1];
      if (url === undefined) return;
      clearTimeout(timer);
      resolve(url);
    });
  });
}

async function cpuMilliseconds(url) {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return Number(/^process_cpu_seconds_total (\S+)/m.exec(metrics)?.[1]) * 1_000;
}

/** `ps` tells it on Linux and macOS alike, in KiB. */
async function residentBytes(pid) {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]);
  return Number(stdout) * 1_024;
}
