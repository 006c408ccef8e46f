import { EngineCircuit } from '../../src/lib/redis/circuit/engine-circuit.js';
import { guardConnection } from '../../src/lib/redis/circuit/guard-connection.js';
import { openConnection } from '../../src/lib/redis/open-connection.js';
import type { RedisConnection } from '../../src/lib/redis/redis-connection.js';
import { until } from '../support/processes.js';
import { startRedis } from '../support/redis-process.js';
import type { RedisProcess } from '../support/redis-process.js';
import { startTcpProxy } from '../support/tcp-proxy.js';
import type { TcpProxy } from '../support/tcp-proxy.js';

let server: RedisProcess;
let proxy: TcpProxy;
let raw: RedisConnection;

beforeEach(async () => {
  server = await startRedis({ modules: false });
  proxy = await startTcpProxy(server.port);
  raw = await openConnection({ url: `redis://127.0.0.1:${proxy.port}`, requireModules: false });
});

afterEach(async () => {
  await raw.close();
  await proxy.close();
  await server.close();
});

/** A connection on which an answer may take 100 ms, through a circuit that opens after four that took longer. */
function guard({ openMs = 60_000, probeMs = 60_000, slowMs = 50 } = {}) {
  const circuit = new EngineCircuit({ minimumCommands: 4, openMs, maxOpenMs: openMs * 4, probeMs, slowMs });
  const connection = guardConnection(raw, circuit);
  const ask = (deadlineMs = 100) => connection.send(['PING'], { deadlineMs }).catch((error: unknown) => error);
  const askOften = () => Promise.all(Array.from({ length: 6 }, () => ask()));
  return { circuit, connection, ask, askOften };
}

const REFUSED = { code: 'ENGINE_UNAVAILABLE', status: 503, retryAfter: 60, sent: false };

it('commands go through while the engine answers, whatever it answers', async () => {
  const { circuit, connection } = guard();
  expect(await connection.send(['SET', 'a', '1'])).toBe('OK');
  await Promise.all(
    Array.from({ length: 20 }, () => expect(connection.send(['LPUSH', 'a', '1'])).rejects.toThrow('WRONGTYPE')),
  );
  expect(circuit.status).toEqual({ state: 'closed', opened: 0, refused: 0 });
});

it('after too many late answers all commands fail at once, and say when to try again', async () => {
  const { circuit, connection, askOften } = guard();
  proxy.slowDown(2_000);
  expect(await askOften()).toEqual(Array(6).fill(expect.objectContaining({ code: 'ENGINE_TIMEOUT' })));
  expect(circuit.status).toEqual({ state: 'open', opened: 1, refused: 0 });
  const startedAt = performance.now();
  await expect(connection.send(['GET', 'a'])).rejects.toMatchObject(REFUSED);
  await expect(connection.exclusive((own) => own.send(['GET', 'a']))).rejects.toMatchObject(REFUSED);
  const commands = [
    ['GET', 'a'],
    ['GET', 'b'],
  ];
  expect(await connection.pipeline(commands)).toMatchObject([REFUSED, REFUSED]);
  expect(performance.now() - startedAt).toBeLessThan(1_500);
  expect(circuit.status.refused).toBe(3);
});

it('late answers of a pipeline count too, and are given as they came', async () => {
  const { circuit, connection } = guard();
  proxy.slowDown(2_000);
  const pipelines = Array.from({ length: 6 }, () => connection.pipeline([['PING'], ['PING']], { deadlineMs: 100 }));
  const late = expect.objectContaining({ code: 'ENGINE_TIMEOUT' });
  expect(await Promise.all(pipelines)).toEqual(Array(6).fill([late, late]));
  expect(circuit.status.state).toBe('open');
});

it('a caller who is in a hurry says nothing of the engine', async () => {
  const { circuit, askOften } = guard({ slowMs: 200 });
  proxy.slowDown(2_000);
  await askOften();
  expect(circuit.status).toEqual({ state: 'closed', opened: 0, refused: 0 });
});

it('a few late answers among many are no reason', async () => {
  const { circuit, connection, askOften } = guard();
  await Promise.all(Array.from({ length: 30 }, () => connection.send(['PING'])));
  proxy.slowDown(500);
  await askOften();
  expect(circuit.status.state).toBe('closed');
});

it('commands go through again once the engine answers a PING', async () => {
  const { circuit, connection, askOften } = guard({ openMs: 50 });
  proxy.slowDown(300);
  await askOften();
  expect(circuit.status.state).toBe('open');
  proxy.slowDown(0);
  const answered = () =>
    connection.send(['PING']).then(
      (reply) => reply === 'PONG',
      () => false,
    );
  await until('the circuit is closed', answered);
  expect(circuit.status).toMatchObject({ state: 'closed', opened: 1 });
});

it('an engine that is still too slow is asked by one PING a time, and left alone for longer', async () => {
  const { circuit, ask, askOften } = guard({ openMs: 50, probeMs: 100 });
  proxy.slowDown(5_000);
  await askOften();
  const errors: unknown[] = [];
  await until('it opened again', async () => {
    errors.push(...(await Promise.all([ask(1_000), ask(1_000), ask(1_000)])));
    return circuit.status.opened >= 3;
  });
  expect(errors.every((error) => (error as { code?: string }).code === 'ENGINE_UNAVAILABLE')).toBe(true);
  expect(circuit.status.refused).toBe(errors.length);
});
