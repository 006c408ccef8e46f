import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { Transform } from 'node:stream';
import { createServer as createTlsServer } from 'node:tls';
import type { TlsOptions } from 'node:tls';

/** Stands between clients and a server, and can misbehave as networks do. */
export interface TcpProxy {
  readonly port: number;
  /** Connections made so far. */
  accepted(): number;
  /** Swallows all that comes on the connections there are, and closes none. */
  blackhole(): void;
  /** Holds every answer back for so many milliseconds. */
  slowDown(ms: number): void;
  /** Breaks off the connections there are. */
  hangUp(): void;
  /** Sends bytes to the clients as if they came from the server. */
  inject(bytes: string): void;
  close(): Promise<void>;
}

/** Forwards to a port of this machine; with `tls` the client's side is encrypted. */
export async function startTcpProxy(target: number, tls?: TlsOptions): Promise<TcpProxy> {
  const pairs = new Set<{ readonly client: Socket; readonly server: Socket }>();
  let accepted = 0;
  let latencyMs = 0;
  const slowly = () => {
    let due = 0;
    return new Transform({
      transform(piece, _, done) {
        due = Math.max(due, performance.now() + latencyMs);
        const leftMs = due - performance.now();
        if (leftMs <= 0) done(null, piece);
        else setTimeout(done, leftMs, null, piece).unref();
      },
    });
  };
  const onConnection = (client: Socket) => {
    accepted++;
    const pair = { client, server: connect(target, '127.0.0.1') };
    pairs.add(pair);
    client.pipe(pair.server).pipe(slowly()).pipe(client);
    const end = () => {
      pairs.delete(pair);
      client.destroy();
      pair.server.destroy();
    };
    for (const socket of [client, pair.server]) socket.on('error', end).on('close', end);
  };
  const listener: Server = tls === undefined ? createServer(onConnection) : createTlsServer(tls, onConnection);
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  return {
    port: (listener.address() as AddressInfo).port,
    accepted: () => accepted,
    blackhole() {
      for (const { client, server } of pairs) {
        for (const socket of [client, server]) socket.unpipe().resume();
      }
    },
    slowDown(ms) {
      latencyMs = ms;
    },
    hangUp() {
      for (const { client } of pairs) client.destroy();
    },
    inject(bytes) {
      for (const { client } of pairs) client.write(bytes);
    },
    async close() {
      for (const { client } of pairs) client.destroy();
      listener.close();
      await once(listener, 'close');
    },
  };
}
