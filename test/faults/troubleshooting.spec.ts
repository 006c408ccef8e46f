import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AisleError } from '../../src/lib/errors/aisle-error.js';
import type { RedisOptions } from '../../src/lib/redis/connection-options.js';
import type { RedisConnection } from '../../src/lib/redis/redis-connection.js';
import { Transactions } from '../../src/lib/state/transactions/transactions.js';
import { OpenedConnections } from '../support/opened-connections.js';
import { until } from '../support/processes.js';
import { sendTo } from '../support/raw-redis.js';
import { freePort, startRedis } from '../support/redis-process.js';
import type { RedisProcess, RedisProcessOptions } from '../support/redis-process.js';

const manual = readFileSync(join(import.meta.dirname, '../../docs/troubleshooting.md'), 'utf8');
const rows = new Map(
  [...manual.matchAll(/^\| `(\w+Error)` +\| `([A-Z_]+)` +\| (.+?) +\| (.+?) +\| (.+?) +\|$/gm)].map(
    ([, name = '', code = '', message = '']) => [name, { code, message }],
  ),
);
const proven = new Set<string>();

const opened = new OpenedConnections();
const servers: RedisProcess[] = [];
const folders: string[] = [];

afterEach(async () => {
  await opened.close();
  await Promise.all(servers.splice(0).map((server) => server.close()));
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
});

async function start(options: RedisProcessOptions = {}): Promise<RedisProcess> {
  const server = await startRedis(options);
  servers.push(server);
  return server;
}

async function connect(options: RedisProcessOptions = {}, more: object = {}) {
  const server = await start(options);
  const connection = await opened.open({ url: server.url, commandTimeoutMs: 20_000, ...more });
  return { server, connection };
}

const openingOf = async (options: RedisOptions) => (await opened.failure(options)).error;

const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => new Error('It worked.'),
    (error: unknown) => error,
  );

/** The error is what the manual says, and tells where it came from. */
function expectRow(name: string, error: unknown): void {
  const row = rows.get(name);
  expect(row).toBeDefined();
  expect(error).toBeInstanceOf(AisleError);
  expect(error).toMatchObject({ name, code: row!.code, message: expect.stringMatching(pattern(row!.message)) });
  proven.add(name);
}

function pattern(message: string): RegExp {
  const pieces = message.split('…').map((piece) => piece.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${pieces.join('.*')}$`, 's');
}

const hasCause = (error: unknown) => {
  expect((error as Error).cause).toBeDefined();
};

it('a connection that is refused', async () => {
  const error = await openingOf({ url: `redis://127.0.0.1:${await freePort()}` });
  expectRow('EngineConnectionRefusedError', error);
  hasCause(error);
});

it('a password that is missing, or wrong', async () => {
  const { url } = await start({ args: ['--requirepass', 'secret'] });
  const error = await openingOf({ url });
  expectRow('EngineAuthenticationFailedError', error);
  hasCause(error);
  expect(await openingOf({ url: url.replace('//', '//:wrong@') })).toMatchObject({
    name: 'EngineAuthenticationFailedError',
  });
});

it('a key of another type', async () => {
  const { connection } = await connect();
  await connection.send(['SET', 'k', '1']);
  const error = await failureOf(connection.send(['LPUSH', 'k', '1']));
  expectRow('WrongTypeError', error);
  hasCause(error);
});

it('too many connections', async () => {
  const { server } = await connect({ args: ['--maxclients', '1'] });
  const error = await openingOf({ url: server.url });
  expectRow('TooManyClientsError', error);
  hasCause(error);
});

it('an answer that does not come in time', async () => {
  const { server, connection } = await connect();
  server.freeze();
  const error = await failureOf(connection.send(['GET', 'k'], { deadlineMs: 100 }));
  server.thaw();
  expectRow('EngineTimeoutError', error);
});

it('no memory left', async () => {
  const { connection } = await connect();
  await connection.send(['CONFIG', 'SET', 'maxmemory', '1']);
  const error = await failureOf(connection.send(['SET', 'k', '1']));
  expectRow('EngineOutOfMemoryError', error);
  hasCause(error);
});

it('a watched key that others change each time', async () => {
  const { connection } = await connect();
  const error = await failureOf(
    new Transactions(connection).run(
      ['k'],
      async () => {
        await connection.send(['INCR', 'k']);
        return { commands: [['SET', 'k', '0']], value: null };
      },
      { attempts: 3 },
    ),
  );
  expectRow('TransactionConflictError', error);
});

it('an argument that is no text', async () => {
  const { connection } = await connect();
  const command = ['SET', 'k', { price: 5 }] as never;
  const error = await failureOf(connection.send(command));
  expectRow('InvalidCommandError', error);
  hasCause(error);
  expect(await connection.send(['GET', 'k'])).toBeNull();
});

it('a server that cannot save', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'aisle-cannot-save-'));
  folders.push(folder);
  const { connection } = await connect({ args: ['--dir', folder, '--save', '3600 1'] });
  await mkdir(join(folder, 'dump.rdb', 'in the way'), { recursive: true });
  await connection.send(['SET', 'k', '1']);
  await connection.send(['BGSAVE']);
  await until('the failure', async () => {
    const info = await connection.send(['INFO', 'persistence']);
    return typeof info === 'string' && info.includes('rdb_last_bgsave_status:err');
  });
  const error = await failureOf(connection.send(['SET', 'k', '2']));
  expectRow('EngineCannotSaveError', error);
  hasCause(error);
});

it('a server without the modules', async () => {
  const { url } = await start({ modules: false });
  expectRow('EngineModulesMissingError', await openingOf({ url }));
});

it('a connection that is lost', async () => {
  const { server, connection } = await connect();
  const blocked = failureOf(blockedOn(connection));
  await until('the command', async () => {
    const [clients] = await sendTo(server.url, ['CLIENT', 'LIST']);
    return String(clients).includes('cmd=blpop');
  });
  await server.kill();
  const error = await blocked;
  expect(error).toMatchObject({ sent: true });
  expectRow('EngineUnavailableError', error);
});

it('a replica that is to write', async () => {
  const primary = await start();
  const { connection } = await connect({ args: ['--replicaof', '127.0.0.1', String(primary.port)] });
  const error = await failureOf(connection.send(['SET', 'k', '1']));
  expectRow('EngineReadOnlyError', error);
  hasCause(error);
});

it('each row of the manual was provoked', () => {
  expect([...proven].sort()).toEqual([...rows.keys()].sort());
});

const blockedOn = (connection: RedisConnection) =>
  connection.exclusive((own) => own.send(['BLPOP', 'nothing', '0'], { deadlineMs: 60_000 }));
