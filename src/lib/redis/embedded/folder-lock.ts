import { connect, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { listenExclusively } from './exclusive-socket.mjs';

/** Runs work that no two processes may do at once. The others wait; when the owner dies, one of them goes on. */
export async function withLock<T>(address: string, work: () => Promise<T>): Promise<T> {
  for (;;) {
    const release = await tryLock(address);
    if (release === null) {
      await waitForRelease(address);
      continue;
    }
    try {
      return await work();
    } finally {
      await release();
    }
  }
}

/** Takes a lock and returns how to give it back; null when somebody has it. */
export async function tryLock(address: string): Promise<(() => Promise<void>) | null> {
  const waiting = new Set<Socket>();
  const server = createServer((socket) => {
    waiting.add(socket);
    socket.once('close', () => waiting.delete(socket));
    // A waiter that dies resets its connection; its close follows.
    socket.on('error', () => undefined);
  });
  return (await listenExclusively(server, address)) ? () => release(server, waiting) : null;
}

function release(server: Server, waiting: ReadonlySet<Socket>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    for (const socket of waiting) socket.destroy();
  });
}

async function waitForRelease(address: string): Promise<void> {
  await new Promise<void>((resolve) => {
    const socket = connect(address);
    socket.on('error', () => undefined);
    socket.once('close', () => {
      resolve();
    });
    socket.resume();
  });
  await sleep(10);
}
