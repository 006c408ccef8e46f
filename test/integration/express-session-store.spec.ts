import { EventEmitter, once } from 'node:events';
import type { Server } from 'node:http';
import express from 'express';
import session from 'express-session';
import type { SessionData } from 'express-session';
import request from 'supertest';
import type { Response } from 'supertest';
import { createKeys } from '../../src/lib/redis/keys.js';
import { openConnection } from '../../src/lib/redis/open-connection.js';
import type { RedisConnection } from '../../src/lib/redis/redis-connection.js';
import { createExpressSessionStore } from '../../src/lib/state/sessions/express-session-store.js';
import type { ExpressSessionStoreOptions } from '../../src/lib/state/sessions/express-session-store.js';
import { startConnectedEngine } from '../support/connected-engine.js';
import type { ConnectedEngine } from '../support/connected-engine.js';
import { until } from '../support/processes.js';
import { sendTo } from '../support/raw-redis.js';

interface Visits extends SessionData {
  visits?: number;
}

let engine: ConnectedEngine;
let connection: RedisConnection;
let servers: Server[] = [];

beforeAll(async () => {
  engine = await startConnectedEngine();
  ({ connection } = engine);
});

afterEach(async () => {
  for (const server of servers) server.close();
  servers = [];
  await sendTo(engine.url, ['FLUSHALL']);
});

afterAll(() => engine.close());

const createStore = (options: ExpressSessionStoreOptions = {}, on = connection) =>
  createExpressSessionStore(session.Store, on, createKeys('express-test'), options);

/** An application that counts visits, with an agent that keeps its cookie. */
async function startApp(store: session.Store, cookie: session.CookieOptions = {}) {
  const held = new EventEmitter();
  const app = express();
  app.use(session({ store, cookie, secret: 'a secret', resave: false, saveUninitialized: false }));
  app.get('/visit', (req, res) => {
    const visits = req.session as unknown as Visits;
    visits.visits = (visits.visits ?? 0) + 1;
    res.json(visits.visits);
  });
  app.get('/look', (req, res) => {
    res.json((req.session as unknown as Visits).visits ?? 0);
  });
  app.get('/slow', async (req, res) => {
    (req.session as unknown as Visits).visits = 100;
    app.emit('slow');
    await once(held, 'release');
    res.json(100);
  });
  app.get('/regenerate', (req, res, next) => {
    req.session.regenerate((error) => {
      if (error !== undefined && error !== null) next(error);
      else res.json(req.sessionID);
    });
  });
  app.get('/leave', (req, res, next) => {
    req.session.destroy((error) => {
      if (error !== undefined && error !== null) next(error);
      else res.json('bye');
    });
  });
  const server = app.listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return { app, server, agent: request.agent(server), release: () => held.emit('release') };
}

const cookieOf = ({ headers }: Response) => String(headers['set-cookie']).split(';')[0] ?? '';

async function storedKeys(): Promise<readonly string[]> {
  const [found] = await sendTo(engine.url, ['KEYS', '*']);
  return found as string[];
}

describe('express-session with our store', () => {
  it('keeps sessions between requests and between servers', async () => {
    const { agent } = await startApp(createStore());
    const { server } = await startApp(createStore());
    const first = await agent.get('/visit');
    expect(first.body).toBe(1);
    expect((await agent.get('/visit')).body).toBe(2);
    const cookie = cookieOf(first);
    expect((await request(server).get('/look').set('cookie', cookie)).body).toBe(2);
    expect((await request(server).get('/look')).body).toBe(0);
  });

  it('ends sessions', async () => {
    const { agent } = await startApp(createStore());
    await agent.get('/visit');
    await agent.get('/leave').expect(200);
    expect((await agent.get('/look')).body).toBe(0);
  });

  it('gives another session in the place of one, whose content is gone', async () => {
    const { agent } = await startApp(createStore());
    await agent.get('/visit');
    await agent.get('/regenerate').expect(200);
    expect((await agent.get('/visit')).body).toBe(1);
  });

  it('does not bring a session back that was ended while a request was under way', async () => {
    const { app, server, agent, release } = await startApp(createStore());
    const cookie = cookieOf(await agent.get('/visit'));
    const slow = request(server).get('/slow').set('cookie', cookie);
    const arrived = once(app, 'slow');
    const answered = slow.then(({ status }) => status);
    await arrived;
    await request(server).get('/leave').set('cookie', cookie).expect(200);
    release();
    expect(await answered).toBe(200);
    expect((await request(server).get('/look').set('cookie', cookie)).body).toBe(0);
  });

  it('lets a session that is read live on, and one that is not used end', async () => {
    const { agent } = await startApp(createStore(), { maxAge: 1_500 });
    await agent.get('/visit');
    const [key] = await storedKeys();
    await until('some of the time is over', async () => Number(await connection.send(['PTTL', key!])) < 1_200);
    expect((await agent.get('/look')).body).toBe(1);
    expect(await connection.send(['PTTL', key!])).toBeGreaterThan(1_200);
    await until('the end', async () => (await storedKeys()).length === 0);
    expect((await agent.get('/look')).body).toBe(0);
  });

  it('ends a session at its absolute age', async () => {
    const { agent } = await startApp(createStore({ maxAgeMs: 1_000 }), { maxAge: 60_000 });
    await agent.get('/visit');
    await until('the end', async () => (await agent.get('/look')).body === 0);
  });

  it('keeps sessions of cookies without an age for the time to live of the store', async () => {
    const { agent } = await startApp(createStore({ ttlMs: 5_000_000 }));
    const { headers } = await agent.get('/visit');
    const [key] = await storedKeys();
    expect(await connection.send(['PTTL', key!])).toBeGreaterThan(4_900_000);
    const id = /s%3A([^.]+)\./.exec(String(headers['set-cookie']))?.[1];
    expect(id).toMatch(/./);
    expect(key).not.toContain(id);
  });

  it('passes failures of the engine on', async () => {
    const own = await openConnection({ url: engine.url });
    const { agent } = await startApp(createStore({}, own));
    await agent.get('/visit');
    await own.close();
    await agent.get('/look').expect(503);
  });
});
