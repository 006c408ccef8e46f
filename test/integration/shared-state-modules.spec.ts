import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Request } from 'express';
import request from 'supertest';
import {
  AisleModule,
  Locks,
  LocksModule,
  RateLimit,
  RateLimits,
  RateLimitsModule,
  Sessions,
  SessionsModule,
} from '../../src/lib/index.js';
import { startTestEngine } from '../support/engine.js';
import type { TestEngine } from '../support/engine.js';

const HOUR = 3_600_000;

@Controller('all')
@RateLimit('login')
class LimitedController {
  @Get()
  one(): string {
    return 'one';
  }

  @Get('few')
  @RateLimit('once', { by: ['ip', 'route'] })
  few(): string {
    return 'few';
  }
}

@Controller('login')
class LoginController {
  @Get()
  @RateLimit('login', { by: ['ip', 'route'] })
  login(): string {
    return 'in';
  }

  @Get('by-route')
  @RateLimit('login', { by: ['key', 'route'] })
  byRoute(): string {
    return 'in';
  }

  @Get('by-user')
  @RateLimit<Request>('login', {
    by: ({ headers }) => (headers['x-user'] === 'boss' ? null : String(headers['x-user'])),
  })
  byUser(): string {
    return 'in';
  }

  @Get('off')
  @RateLimit('off')
  off(): string {
    return 'in';
  }

  @Get('unknown')
  @RateLimit('unknown')
  unknown(): string {
    return 'in';
  }
}

@Module({})
class OtherModule {}

describe('the modules of shared state', () => {
  let engine: TestEngine;
  let app: NestExpressApplication;
  let http: ReturnType<typeof request>;

  beforeAll(async () => {
    engine = await startTestEngine();
    @Module({
      imports: [
        AisleModule.forRoot({ redis: { url: engine.url } }),
        LocksModule.forRoot(),
        SessionsModule.forRoot({ maxPerUser: 1 }),
        RateLimitsModule.forRoot({
          limits: { login: { limit: 2, windowMs: HOUR }, once: { limit: 1, windowMs: HOUR }, off: null },
        }),
      ],
      controllers: [LimitedController, LoginController],
    })
    class ShopModule {}
    app = await NestFactory.create<NestExpressApplication>(ShopModule, { logger: false });
    await app.listen(0, '127.0.0.1');
    http = request(app.getHttpServer());
  });
  afterAll(async () => {
    await app.close();
    await engine.close();
  });

  const statuses = async (address: string, headers: Readonly<Record<string, string>> = {}, times = 3) => {
    const found: number[] = [];
    for (let n = 0; n < times; n++) found.push((await http.get(address).set(headers)).status);
    return found;
  };

  it('offer their services to the whole application', async () => {
    const lock = await app.get(Locks).acquire('a');
    expect(await lock.release()).toBe(true);
    const sessions = app.get(Sessions);
    await sessions.create('1');
    await sessions.create('1');
    expect(await sessions.list('1')).toHaveLength(1);
    expect(app.get(RateLimits).limiter('off')).toBeNull();
  });

  it('hold locks on servers of their own', async () => {
    const context = await NestFactory.createApplicationContext(
      {
        module: OtherModule,
        imports: [
          AisleModule.forRoot({ redis: { url: engine.url } }),
          LocksModule.forRoot({ servers: [{ url: engine.url }] }),
        ],
      },
      { logger: false },
    );
    expect(await (await context.get(Locks).acquire('b')).release()).toBe(true);
    await context.close();
    expect(() => LocksModule.forRoot({ servers: [{ url: engine.url }, { url: engine.url }] })).toThrow('2 servers');
  });

  it('limit a route, and tell where a client stands', async () => {
    const first = await http.get('/login').expect(200);
    expect(first.headers).toMatchObject({
      'ratelimit-limit': '2',
      'ratelimit-remaining': '1',
      'ratelimit-policy': '2;w=3600',
      'ratelimit-reset': expect.stringMatching(/^\d+$/),
    });
    expect(first.headers['retry-after']).toBeUndefined();
    await http.get('/login').expect(200);
    const refused = await http.get('/login');
    expect(refused.status).toBeGreaterThanOrEqual(400);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(refused.headers['ratelimit-remaining']).toBe('0');
  });

  it('limit by key and route', async () => {
    const codes = await statuses('/login/by-route', { authorization: 'Bearer one' });
    expect(codes.slice(0, 2)).toEqual([200, 200]);
    expect(codes[2]).not.toBe(200);
    expect(await statuses('/login/by-route', { authorization: 'Bearer two' }, 1)).toEqual([200]);
  });

  it('limit a controller, and a route of it beside that', async () => {
    expect(await statuses('/all/few', {}, 1)).toEqual([200]);
    const refused = await http.get('/all/few');
    expect(refused.headers).toMatchObject({ 'ratelimit-limit': '1', 'ratelimit-remaining': '0' });
    expect(refused.status).not.toBe(200);
    expect(await statuses('/all', {}, 1)).not.toEqual([200]);
  });

  it('limit by what a function says, and not where it says null', async () => {
    expect((await statuses('/login/by-user', { 'x-user': 'one' }))[2]).not.toBe(200);
    expect(await statuses('/login/by-user', { 'x-user': 'two' }, 1)).toEqual([200]);
    expect(await statuses('/login/by-user', { 'x-user': 'boss' }, 5)).toEqual([200, 200, 200, 200, 200]);
  });

  it('leave a route alone whose limit is switched off, and fail one whose limit is not there', async () => {
    expect(await statuses('/login/off', {}, 5)).toEqual([200, 200, 200, 200, 200]);
    expect(await statuses('/login/unknown', {}, 1)).toEqual([500]);
    expect(() => app.get(RateLimits).limiter('unknown')).toThrow('There is no rate limit "unknown". Name it in');
  });
});
