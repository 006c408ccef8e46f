import { existsSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { bulk, talk } from './engine-talk.mjs';

const END_MS = 60_000;

/**
 * Ends the engine that a killed supervisor left behind. It is ours only when it takes our password and works on our data.
 * @returns what is wrong when it does not end, else null.
 */
export async function endOrphan(state, data) {
  if (state === null) return null;
  const pid = await findOrphan(state, data);
  if (pid === null) return null;
  await talk(state, [['SHUTDOWN', 'NOSAVE']]);
  if (await isGone(pid, END_MS / 2)) return null;
  process.kill(pid, 'SIGKILL');
  if (await isGone(pid, END_MS / 2)) return null;
  return `an engine of an earlier run (process ${pid}) works on "${data}" and does not end`;
}

async function findOrphan(state, data) {
  const reply = await talk(state, [
    ['CONFIG', 'GET', 'dir'],
    ['INFO', 'server'],
  ]);
  if (reply?.includes(`${bulk('dir')}${bulk(data)}`)) return Number(/^process_id:(\d+)/m.exec(reply)[1]);
  // One that hangs takes connections and does not answer: only Linux tells whether it is ours.
  return Number.isInteger(state.pid) && worksIn(state.pid, data) ? state.pid : null;
}

function worksIn(pid, folder) {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === folder;
  } catch {
    return false;
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
  } catch {
    return false;
  }
  // Without a reaping init a dead process stays as a zombie.
  const status = `/proc/${pid}/stat`;
  if (!existsSync(status)) return true;
  try {
    return !/\) Z /.test(readFileSync(status, 'utf8'));
  } catch {
    return false;
  }
}
