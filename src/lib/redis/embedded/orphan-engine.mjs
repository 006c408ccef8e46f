import { readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { bulk, talk } from './engine-talk.mjs';

const END_MS = 30_000;

/**
 * Ends the engine that a killed supervisor left behind. It is ours only when it takes our password and works on our data.
 * @returns what is wrong when it does not end, else null.
 */
export async function endOrphan(state, data) {
  if (state === null || state.supervisorPid === null) return null;
  const orphan = await findOrphan(state, data);
  if (orphan === null) return null;
  const { pid, answers } = orphan;
  if (answers) {
    await talk(state, [['SHUTDOWN', 'NOSAVE']]);
    if (await isGone(pid, END_MS)) return null;
  }
  kill(pid);
  if (await isGone(pid, END_MS)) return null;
  return `an engine of an earlier run (process ${pid}) works on "${data}" and does not end`;
}

async function findOrphan(state, data) {
  const reply = await talk(state, [
    ['CONFIG', 'GET', 'dir'],
    ['INFO', 'server'],
  ]);
  if (reply?.includes(`${bulk('dir')}${bulk(data)}`)) {
    return { pid: Number(/^process_id:(\d+)/m.exec(reply)[1]), answers: true };
  }
  // One that hangs takes connections and does not answer: only Linux tells whether it is ours.
  return Number.isInteger(state.pid) && worksIn(state.pid, data) ? { pid: state.pid, answers: false } : null;
}

function worksIn(pid, folder) {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === folder;
  } catch {
    return false;
  }
}

function kill(pid) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

async function isGone(pid, timeoutMs) {
  const deadline = Date.now() + timeoutMs;
  while (isAlive(pid)) {
    if (Date.now() > deadline) return false;
    await sleep(10);
  }
  return true;
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch {
    return false;
  }
}

/** Where no init reaps it, a dead process stays as a zombie. */
function isZombie(pid) {
  try {
    return /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
