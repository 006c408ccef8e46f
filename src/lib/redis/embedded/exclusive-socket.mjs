import { mkdir, rmdir, stat, unlink } from 'node:fs/promises';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A takeover lasts milliseconds; one of this age was abandoned. */
const TAKEOVER_MAX_MS = 5_000;

/** Listens at an address that nobody else listens at; false when somebody does. */
export async function listenExclusively(server, address) {
  if (await listen(server, address)) return true;
  // The kernel frees an abstract name with its owner, so it is never stale.
  if (address.startsWith('\0')) return false;
  return takeOver(server, address);
}

function listen(server, address) {
  return new Promise((resolve, reject) => {
    const onError = (error) => {
      if (error.code === 'EADDRINUSE') resolve(false);
      else reject(error);
    };
    server.once('error', onError);
    server.listen(address, () => {
      server.off('error', onError);
      resolve(true);
    });
  });
}

/** Replaces the socket file of a dead owner. Only one process at a time may remove the file. */
async function takeOver(server, address) {
  if (await isAnswered(address)) return false;
  const mutex = `${address}.takeover`;
  if (!(await enter(mutex))) return false;
  try {
    if (await isAnswered(address)) return false;
    await unlink(address).catch(ignoreMissing);
    return await listen(server, address);
  } finally {
    await rmdir(mutex).catch(ignoreMissing);
  }
}

async function enter(mutex) {
  try {
    await mkdir(mutex);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    const stats = await stat(mutex).catch(ignoreMissing);
    if (stats !== undefined && Date.now() - stats.mtimeMs > TAKEOVER_MAX_MS) await rmdir(mutex).catch(ignoreMissing);
    return false;
  }
}

/** Asks several times, for an owner refuses for a moment between bind and listen. */
async function isAnswered(address) {
  for (let tries = 0; tries < 3; tries += 1) {
    if (await answers(address)) return true;
    await sleep(10);
  }
  return false;
}

function answers(address) {
  return new Promise((resolve) => {
    const socket = connect(address);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

function ignoreMissing(error) {
  if (error.code !== 'ENOENT') throw error;
}
