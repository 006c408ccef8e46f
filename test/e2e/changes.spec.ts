import { once } from 'node:events';
import { get } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { openConnection } from '../../src/lib/redis/open-connection.js';
import { startServer } from '../../src/server/start.js';
import { startTestEngine } from '../support/engine.js';
import { openEventStream } from '../support/event-stream.js';
import type { EventStream } from '../support/event-stream.js';
import { until } from '../support/processes.js';
import { expectDescribed } from '../support/api-description.js';
import { expectProblem } from '../support/problem.js';
import { startTestServer } from '../support/test-server.js';
import type { TestServer } from '../support/test-server.js';

let server: TestServer;
const streams: EventStream[] = [];
let collections = 0;

beforeAll(async () => {
  server = await startTestServer();
});
afterEach(() => {
  for (const stream of streams.splice(0)) stream.close();
});
afterAll(() => server.close());

/** Makes a collection. Gives its address. */
async function makeCollection(settings: object = {}): Promise<string> {
  const address = `/v1/collections/watched-${++collections}`;
  await server.http
    .put(address)
    .send({ fields: { price: { kind: 'numeric' } }, ...settings })
    .expect(201);
  return address;
}

async function follow(address: string, headers: Readonly<Record<string, string>> = {}): Promise<EventStream> {
  const stream = await openEventStream(`${server.url}${address}`, headers);
  streams.push(stream);
  expect(stream.response.status).toBe(200);
  await until('the beginning', () => stream.events.length > 0);
  return stream;
}

const put = (address: string, id: string) =>
  server.http.put(`${address}/documents/${encodeURIComponent(id)}`).send({ price: 1 });

describe('GET /v1/collections/{c}/changes', () => {
  it('tells each write as it happens, and goes on after the last one that was seen', async () => {
    const address = await makeCollection();
    await put(address, 'before').expect(201);
    const stream = await follow(`${address}/changes`);
    expect(Object.fromEntries(stream.response.headers)).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
    });
    await put(address, 'a').expect(201);
    await put(address, 'a').expect(200);
    await put(address, 'ü "b"').expect(201);
    await server.http.delete(`${address}/documents/a`).expect(200);
    const wanted = [
      { op: 'create', id: 'a', version: 2 },
      { op: 'replace', id: 'a', version: 3 },
      { op: 'create', id: 'ü "b"', version: 4 },
      { op: 'delete', id: 'a', version: 5 },
    ];
    expect(await stream.changes(4)).toEqual(wanted);
    expect(stream.events[0]).toMatchObject({ event: 'ready', data: { position: stream.events[0]!.id } });
    stream.close();
    await put(address, 'c').expect(201);

    const lastSeen = stream.events.at(-2)!.id;
    const again = await follow(`${address}/changes?after=now`, { 'last-event-id': lastSeen });
    const rest = [...wanted.slice(3), { op: 'create', id: 'c', version: 6 }];
    expect(await again.changes(2)).toEqual(rest);
    const byParameter = await follow(`${address}/changes?after=${lastSeen}`);
    expect(await byParameter.changes(2)).toEqual(rest);
    const fromStart = await follow(`${address}/changes`, { 'last-event-id': stream.events[0]!.id });
    expect(await fromStart.changes(5)).toEqual([...wanted, rest[1]]);
    const all = await follow(`${address}/changes?after=oldest`);
    expect((await all.changes(6))[0]).toEqual({ op: 'create', id: 'before', version: 1 });
    for (const { events } of [stream, again, all]) expect(events.some(({ event }) => event === 'gap')).toBe(false);
  });

  it('tells the changes of all partitions, and goes on in each of them', async () => {
    const address = await makeCollection({ partitions: 3 });
    const stream = await follow(`${address}/changes?after=oldest`);
    const ids = Array.from({ length: 30 }, (_, n) => `d${n}`);
    for (const id of ids) await put(address, id).expect(201);
    const changes = await stream.changes(30);
    expect(changes.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
    expect([...new Set(changes.map(({ partition }) => partition))].toSorted()).toEqual([0, 1, 2]);
    const middle = stream.events.filter(({ event }) => event === 'change')[11]!.id;
    const again = await follow(`${address}/changes`, { 'last-event-id': middle });
    const seen = [...changes.slice(0, 12), ...(await again.changes(18))];
    expect(seen.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
    expect(again.events.some(({ event }) => event === 'gap')).toBe(false);
  });

  it('says how many changes are no longer kept', async () => {
    const address = await makeCollection();
    const name = address.split('/').at(-1)!;
    const first = await follow(`${address}/changes`);
    for (const id of ['a', 'b', 'c', 'd', 'e']) await put(address, id).expect(201);
    await first.changes(5);
    const [, , second] = first.events;
    const connection = await openConnection({ url: server.engineUrl });
    const feed = `aisle:{${name}}:changes`;
    const resume = () => follow(`${address}/changes`, { 'last-event-id': second!.id });

    await connection.send(['XTRIM', feed, 'MAXLEN', '3']);
    const whole = await resume();
    expect((await whole.changes(3)).map(({ version }) => version)).toEqual([3, 4, 5]);
    expect(whole.events.map(({ event }) => event)).toEqual(['ready', 'change', 'change', 'change']);

    await connection.send(['XTRIM', feed, 'MAXLEN', '2']);
    const holed = await resume();
    await holed.changes(2);
    expect(holed.events[1]).toMatchObject({ event: 'gap', data: { missed: 1, detail: expect.any(String) } });
    expect(holed.events.slice(2).map(({ data }) => data['version'])).toEqual([4, 5]);
    // The gap has a place of its own: whoever saw it is not told again.
    const after = await follow(`${address}/changes`, { 'last-event-id': holed.events[1]!.id });
    await after.changes(2);
    expect(after.events.map(({ event }) => event)).toEqual(['ready', 'change', 'change']);

    await connection.send(['DEL', feed]);
    const empty = await resume();
    await until('the gap', () => empty.events.length === 2);
    expect(empty.events[1]).toMatchObject({ event: 'gap', data: { missed: 3 } });
    await connection.close();
  });

  it('sends no more than the client takes, and loses nothing meanwhile', async () => {
    const address = await makeCollection();
    const response = await new Promise<IncomingMessage>((resolve) =>
      get(`${server.url}${address}/changes?after=oldest`, resolve),
    );
    response.pause();
    const lines = Array.from({ length: 6_000 }, (_, n) => JSON.stringify({ id: `${n}${'x'.repeat(200)}` })).join('\n');
    await server.http.post(`${address}/import`).set('content-type', 'application/x-ndjson').send(lines).expect(200);
    let text = '';
    response.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
    });
    response.resume();
    await until('all changes', () => text.split('event: change').length === 6_001);
    const versions = [...text.matchAll(/"version":(\d+)/g)].map(([, version]) => Number(version));
    expect(versions).toEqual(Array.from({ length: 6_000 }, (_, n) => n + 1));
    response.destroy();
  });

  it('comes at once to clients that take compressed answers', async () => {
    const address = await makeCollection();
    const stream = await follow(`${address}/changes`, { 'accept-encoding': 'gzip, br' });
    expect(stream.response.headers.get('content-encoding')).toBeNull();
    await put(address, 'a').expect(201);
    expect(await stream.changes(1)).toHaveLength(1);
  });

  it('ends when the collection is deleted', async () => {
    const address = await makeCollection();
    const stream = await follow(`${address}/changes`);
    const name = address.split('/').at(-1)!;
    await server.http.delete(`${address}?confirm=${name}`).expect((response) => {
      expect(response.status).toBeLessThan(300);
    });
    await until('the end', () => stream.hasEnded());
    expect(stream.events.at(-1)).toMatchObject({ event: 'end', data: { code: 'COLLECTION_NOT_FOUND' } });
    await server.http.get(`${address}/changes`).expect(404);
  });

  it('refuses the id of an event that cannot have been, and names the header', async () => {
    const address = await makeCollection({ partitions: 2 });
    await put(address, 'a').expect(201);
    const stream = await follow(`${address}/changes?after=oldest`);
    await stream.changes(1);
    const seen = stream.events.at(-1)!.id;
    const future = `${Date.now() + 3_600_000}-0.1`;
    const refusals = [
      ['yesterday', 'is no position in the changes of this collection'],
      ['', 'is no position in the changes of this collection'],
      [seen.split(',')[0]!, 'is no position in the changes of this collection'],
      // Without the version of its change a gap behind it could not be told.
      ['1700000000000-0,1700000000000-0', 'is no position in the changes of this collection'],
      ['1-18446744073709551615.1,1-0.1', 'is no position in the changes of this collection'],
      ['99999999999999999999-0.1,1-0.1', 'is no position in the changes of this collection'],
      [`${future},${seen.split(',')[1]!}`, 'lies in the future'],
      ['9999999999999999999-0.1,1-0.1', 'lies in the future'],
    ] as const;
    for (const [id, problem] of refusals) {
      const message = `"${id}" ${problem}. Give the id of the last event that came, "oldest" or "now".`;
      const byHeader = await server.http.get(`${address}/changes`).set('last-event-id', id);
      expectDescribed(byHeader, 'get', '/v1/collections/{collection}/changes');
      expect(expectProblem(byHeader, 'INVALID_VALUE')).toMatchObject({
        detail: `Last-Event-ID: ${message}`,
        errors: [{ path: 'Last-Event-ID', message }],
      });
      const byParameter = await server.http.get(`${address}/changes?after=${id}`);
      expect(expectProblem(byParameter, 'INVALID_VALUE').detail).toBe(`after: ${message}`);
    }
  });

  it('begins with a gap where the collection was made anew, and misses nothing after it', async () => {
    const address = await makeCollection();
    const stream = await follow(`${address}/changes`);
    for (const id of ['a', 'b', 'c']) await put(address, id).expect(201);
    await stream.changes(3);
    const seen = stream.events.at(-1)!.id;
    const name = address.split('/').at(-1)!;
    await server.http.delete(`${address}?confirm=${name}`).expect((response) => {
      expect(response.status).toBeLessThan(300);
    });
    await until('another one', async () => {
      const { status } = await server.http.put(address).send({ fields: {} });
      return status === 201;
    });
    const again = await follow(`${address}/changes`, { 'last-event-id': seen });
    await until('the gap', () => again.events.length === 2);
    expect(again.events[1]).toMatchObject({ event: 'gap', data: { missed: null } });
    await put(address, 'd').expect(201);
    expect(await again.changes(1)).toEqual([{ op: 'create', id: 'd', version: 1 }]);
  });

  it('answers HEAD, and refuses what it cannot follow', async () => {
    const address = await makeCollection();
    await server.http
      .head(`${address}/changes`)
      .expect(200)
      .expect('content-type', /^text\/event-stream/);
    const refused = async (
      path: string,
      status: number,
      code: string,
      headers: Readonly<Record<string, string>> = {},
    ) => {
      const response = await server.http.get(path).set(headers).expect(status);
      expect(response.body).toMatchObject({ code });
    };
    await refused('/v1/collections/nothing/changes', 404, 'COLLECTION_NOT_FOUND');
    await refused(`${address}/changes?after=yesterday`, 400, 'INVALID_VALUE');
    await refused(`${address}/changes?after=1-0.1,1-0.1`, 400, 'INVALID_VALUE');
    await refused(`${address}/changes?from=oldest`, 400, 'UNKNOWN_PARAMETER');
    await refused(`${address}/changes`, 400, 'INVALID_VALUE', { 'last-event-id': '12' });
  });

  it('lets go of the feed when the client leaves', async () => {
    const address = await makeCollection();
    const connection = await openConnection({ url: server.engineUrl });
    const readers = async () =>
      ((await connection.send(['CLIENT', 'LIST'])) as string).match(/cmd=xread /g)?.length ?? 0;
    const opened = await Promise.all([1, 2, 3].map(() => follow(`${address}/changes`)));
    await until('one reader for all', async () => (await readers()) === 1);
    for (const stream of opened) stream.close();
    await until('no reader', async () => {
      return ((await connection.send(['INFO', 'clients'])) as string).includes('blocked_clients:0');
    });
    await connection.close();
  });

  it('ends at once when the server does', async () => {
    const engine = await startTestEngine();
    const env = { PORT: '0', AISLE_REDIS_URL: engine.url, AISLE_SEED: 'off', LOG_LEVEL: 'fatal' };
    const other = await startServer(env, { graceMs: 60_000 });
    const stream = await openEventStream(`${other.url}/v1/collections/products/changes`);
    await until('the beginning', () => stream.events.length === 1);
    const begun = performance.now();
    await other.close();
    expect(performance.now() - begun).toBeLessThan(20_000);
    await until('the end', () => stream.hasEnded());
    await engine.close();
  });

  it('needs the admin key', async () => {
    const keyed = await startTestServer({ AISLE_ADMIN_KEY: 'a'.repeat(32), AISLE_SEARCH_KEY: 's'.repeat(32) });
    const path = '/v1/collections/products/changes';
    await keyed.http.get(path).expect(401);
    await keyed.http
      .get(path)
      .set('authorization', `Bearer ${'s'.repeat(32)}`)
      .expect(403);
    const stream = await openEventStream(`${keyed.url}${path}`, { authorization: `Bearer ${'a'.repeat(32)}` });
    expect(stream.response.status).toBe(200);
    stream.close();
    await keyed.close();
  });
});

it('ends of clients are no faults', async () => {
  const address = await makeCollection();
  const response = await new Promise<IncomingMessage>((resolve) => get(`${server.url}${address}/changes`, resolve));
  response.destroy();
  await once(response, 'close');
  await server.http.get('/health/live').expect(200);
});
