// Owns the engine of one home. It runs as a detached process of its own, and holds nothing of the process that started it.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { openLog } from './engine-log.mjs';
import { createEngine } from './engine-process.mjs';
import { numberIn, talk } from './engine-talk.mjs';
import { listenExclusively } from './exclusive-socket.mjs';
import { shrinkLog } from './log-rewrite.mjs';
import { endOrphan } from './orphan-engine.mjs';
import { readState, writeState } from './state-file.mjs';

/** How long a supervisor waits for its first holder. */
const FIRST_HOLDER_MS = 10_000;
const REPORT_MS = 1_000;

const job = JSON.parse(process.argv[2]);
process.title = 'aisle-supervisor';

const statePath = join(job.home, 'engine.json');
/** Holders, each with whether it has its answer. */
const holders = new Map();
let engine = null;
let fault = null;
let ending = false;
let idleTimer = null;
let loading = { bytes: 0, totalBytes: 0 };

// Half open: a holder that leaves last sees the connection close when the engine has ended.
const control = createServer({ allowHalfOpen: true }, (socket) => {
  socket.on('error', () => undefined);
  socket.once('data', () => enter(socket));
  socket.once('end', () => leave(socket));
  socket.once('close', () => leave(socket));
});
if (!(await listenExclusively(control, job.address))) process.exit(0);

process.once('SIGTERM', () => void end());
process.once('SIGINT', () => void end());
armIdleTimer(FIRST_HOLDER_MS);

mkdirSync(job.data, { recursive: true, mode: 0o700 });
const log = openLog(join(job.home, 'engine.log'));
const earlier = readState(statePath);
const password = earlier?.password ?? randomBytes(24).toString('base64url');

fault = await endOrphan(earlier, job.data);
if (fault === null && !ending) {
  engine = createEngine({ job, password, wantedPort: earlier?.port ?? 0, log, saveState, onChange: answerAll });
  engine.run().catch((error) => {
    fault = `it cannot be watched: ${error.message}`;
    answerAll();
  });
} else {
  answerAll();
}
setInterval(() => void report(), REPORT_MS).unref();

function saveState({ port, pid, supervisorPid = process.pid }) {
  const { version, persistence } = job;
  const url = `redis://:${password}@127.0.0.1:${port}`;
  writeState(statePath, { url, pid, port, password, supervisorPid, version, persistence });
}

function enter(socket) {
  if (engine?.status() === 'ready' && !existsSync(statePath)) {
    // A home that was removed meanwhile is not to come back with its old data, unless somebody works with them.
    if (holders.size === 0) void end();
    else saveState(engine.address());
  }
  if (ending) {
    say(socket, { ending: true });
    return;
  }
  clearTimeout(idleTimer);
  holders.set(socket, { answered: false });
  answer(socket);
}

function leave(socket) {
  const held = holders.delete(socket);
  if (ending) return;
  if (!held || holders.size > 0) {
    socket.end();
    return;
  }
  if (job.graceMs === 0 || isFailed()) {
    void end();
    return;
  }
  socket.end();
  armIdleTimer(job.graceMs);
  // The grace is a good time for it: nobody works with the engine, and the end does not wait for it.
  if (job.persistence === 'disk' && engine?.status() === 'ready') void shrinkLog({ ...engine.address(), password });
}

function armIdleTimer(ms) {
  clearTimeout(idleTimer);
  idleTimer = setTimeout(() => void end(), ms);
}

function isFailed() {
  return fault !== null || engine?.status() === 'failed';
}

function answerAll() {
  for (const socket of [...holders.keys()]) answer(socket);
}

function answer(socket) {
  const holder = holders.get(socket);
  if (holder.answered) return;
  if (isFailed()) {
    holder.answered = true;
    say(socket, { error: fault ?? `it ends again and again. Its last words:\n${log.tail()}` });
  } else if (engine?.status() === 'ready') {
    holder.answered = true;
    say(socket, { ready: true, persistence: job.persistence });
  }
}

/** Tells those who wait that we live, and how far the loading of the data has come. */
async function report() {
  const waiting = [...holders].filter(([, { answered }]) => !answered).map(([socket]) => socket);
  if (waiting.length === 0) return;
  const info =
    engine === null ? null : await talk({ ...engine.address(), password }, [['INFO', 'persistence']], REPORT_MS);
  const totalBytes = numberIn(info, 'loading_total_bytes');
  // An engine that is too busy to answer has not gone back.
  if (totalBytes > 0) loading = { bytes: numberIn(info, 'loading_loaded_bytes'), totalBytes };
  for (const socket of waiting) if (holders.get(socket)?.answered === false) say(socket, { loading });
}

function say(socket, message) {
  socket.write(`${JSON.stringify(message)}\n`);
}

async function end() {
  if (ending) return;
  ending = true;
  clearTimeout(idleTimer);
  for (const [socket, { answered }] of holders) if (!answered) say(socket, { ending: true });
  await engine?.stop();
  if (job.throwAway) rmSync(job.home, { recursive: true, force: true, maxRetries: 5 });
  else if (engine !== null && existsSync(statePath)) saveState({ ...engine.address(), pid: null, supervisorPid: null });
  control.close();
  process.exit(0);
}
