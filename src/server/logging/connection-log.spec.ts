import { Logger } from '@nestjs/common';
import { AisleError } from '../../lib/index.js';
import { ConnectionLog } from './connection-log.js';

const loss = (reason: string) => new AisleError('ENGINE_UNAVAILABLE', reason);

describe('ConnectionLog', () => {
  let log: ConnectionLog;
  let told: string[];

  beforeEach(() => {
    jest.useFakeTimers();
    told = [];
    for (const level of ['warn', 'log'] as const) {
      jest.spyOn(Logger.prototype, level).mockImplementation((...[message]: readonly unknown[]) => {
        told.push(`${level} ${String(message)}`);
      });
    }
    log = new ConnectionLog();
  });
  afterEach(() => {
    jest.restoreAllMocks();
    jest.useRealTimers();
  });

  it('tells a loss with its cause, and after how long the connection is back', () => {
    log.onLost(loss('It was closed.'));
    jest.advanceTimersByTime(1_250);
    log.onReady();
    expect(told).toEqual(['warn It was closed.', 'log The connection to Redis is back after 1.3 s.']);
  });

  it('tells one loss of several links, and that it is back when all are', () => {
    log.onLost(loss('First.'));
    log.onLost(loss('Second.'));
    log.onReady();
    expect(told).toEqual(['warn First.']);
    jest.advanceTimersByTime(2_000);
    log.onReady();
    expect(told.slice(1)).toEqual(['log The connection to Redis is back after 2.0 s.']);
  });

  it('says nothing of a connection that is made without having been lost', () => {
    log.onReady();
    expect(told).toEqual([]);
  });

  it('is not flooded by a connection that comes and goes, but tells a loss that lasts', () => {
    for (let n = 0; n < 50; n++) {
      log.onLost(loss(`Loss ${n}.`));
      jest.advanceTimersByTime(100);
      log.onReady();
    }
    expect(told).toHaveLength(2);
    log.onLost(loss('The last.'));
    jest.advanceTimersByTime(60_000);
    log.onReady();
    expect(told.slice(2)).toEqual(['warn The last.', 'log The connection to Redis is back after 60.0 s.']);
  });
});
