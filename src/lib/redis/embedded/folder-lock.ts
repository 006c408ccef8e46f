import { connect, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { listenExclusively } from './exclusive-socket.mjs';

/** Runs work that no two processes may do at once. The others wait; when the owner dies, one of them goes on. */
export async function withLock<T>(address: string, work: () => Promise<T>): Promise<T> {
  for (;;) {
    const waiting = new Set<Socket>();
    const server = createServer((socket) => {
      waiting.add(socket);
      socket.once('close', () => waiting.delete(socket));
      // A waiter that dies resets its connection; its close follows.
      socket.on('error', () => undefined);
    });
    if (await listenExclusively(server, address)) {
      try {
        return await work();
      } finally {
        await release(server, waiting);
      }
    }
    await waitForRelease(address);
  }
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
