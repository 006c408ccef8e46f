import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { tryPort } from './free-port.mjs';

const FAILED_AFTER_DEATHS = 5;
const MAX_BACKOFF_MS = 10_000;
/** An engine that lived so long is started again at once when it dies. */
const STABLE_MS = 10_000;
/** How long a restart waits for the port that clients know. */
const SAME_PORT_MS = 5_000;
/** Its last words may still be in the pipe, which a forked child of it may hold open. */
const LAST_WORDS_MS = 200;
const STOP_MS = 30_000;

/**
 * Runs an engine and starts it again whenever it dies, at the same port with the same password.
 * `onChange` is called when the status changes: `starting`, `ready`, or `failed` when it died again and again.
 */
export function createEngine({ job, password, wantedPort, log, saveState, onChange }) {
  let status = 'starting';
  let port = wantedPort;
  let current = null;
  let deaths = 0;
  let wasReady = false;
  let stopping = false;

  function change(next) {
    status = next;
    onChange();
  }

  function read(line) {
    log.write(line);
    if (line.includes('Address already in use')) port = 0;
    if (stopping || !line.includes('Ready to accept connections')) return;
    wasReady = true;
    change('ready');
  }

  async function choosePort() {
    const deadline = Date.now() + (wasReady ? SAME_PORT_MS : 0);
    for (;;) {
      const free = await tryPort(port);
      if (free !== null) return free;
      if (Date.now() >= deadline) return tryPort(0);
      await sleep(100);
    }
  }

  function launch() {
    // Before the start as well: whoever finds no process id can still ask at the port.
    saveState({ port, pid: null });
    const child = spawn(job.server, ['-'], { stdio: ['pipe', 'pipe', 'pipe'], cwd: '/' });
    const ended = new Promise((resolve) => {
      child.once('exit', (code, signal) => resolve(signal ?? `status ${code}`));
      child.once('error', (error) => resolve(error.message));
    });
    const closed = new Promise((resolve) => child.once('close', resolve));
    current = { child, ended };
    // An engine that dies before it has read its configuration is reported by its exit.
    child.stdin.on('error', () => undefined);
    child.stdin.end([...job.config, `port ${port}`, `requirepass ${password}`, ''].join('\n'));
    createInterface({ input: child.stdout }).on('line', read);
    createInterface({ input: child.stderr }).on('line', log.write);
    if (child.pid !== undefined) saveState({ port, pid: child.pid });
    return { ended, closed };
  }

  async function run() {
    while (!stopping) {
      port = await choosePort();
      if (stopping) return;
      const startedAt = Date.now();
      const { ended, closed } = launch();
      const reason = await ended;
      if (stopping) return;
      current = null;
      change('starting');
      await Promise.race([closed, sleep(LAST_WORDS_MS)]);
      deaths = Date.now() - startedAt > STABLE_MS ? 1 : deaths + 1;
      log.write(`The engine ended (${reason}) and is started again.`);
      if (deaths >= FAILED_AFTER_DEATHS) change('failed');
      await sleep(Math.min(MAX_BACKOFF_MS, 25 * 2 ** deaths));
    }
  }

  async function stop() {
    stopping = true;
    if (current === null) return;
    const { child, ended } = current;
    child.kill(job.persistence === 'none' ? 'SIGKILL' : 'SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    await ended;
    clearTimeout(timer);
  }

  return { run, stop, status: () => status, address: () => ({ port, pid: current?.child.pid ?? null }) };
}
