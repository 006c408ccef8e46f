import { ServerLogger } from './server-logger.js';

/** What is written to a stream while `run` runs. */
function written(run: () => void): string {
  const lines: string[] = [];
  const spy = jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    lines.push(String(chunk));
    return true;
  });
  try {
    run();
  } finally {
    spy.mockRestore();
  }
  return lines.join('');
}

describe('ServerLogger', () => {
  it('writes one JSON object a line with the details beside the message', () => {
    const line = written(() => {
      new ServerLogger('log', false).log('GET /v1/collections 200', { status: 200, ms: 1.5 }, 'Http');
    });
    expect(line.endsWith('\n')).toBe(true);
    expect(JSON.parse(line)).toMatchObject({
      level: 'log',
      message: 'GET /v1/collections 200',
      context: 'Http',
      status: 200,
      ms: 1.5,
    });
  });

  it.each([
    ['error', 0],
    ['warn', 1],
    ['log', 2],
    ['debug', 3],
  ] as const)('at the level %s writes %d of a warning, a message and a detail', (level, count) => {
    const text = written(() => {
      const logger = new ServerLogger(level, false);
      logger.warn('a');
      logger.log('b');
      logger.debug('c');
    });
    expect(text.split('\n').filter((line) => line !== '')).toHaveLength(count);
  });

  it('keeps what the framework tells at the start for who debugs it', () => {
    const log = (level: 'log' | 'debug') =>
      written(() => {
        new ServerLogger(level, false).log('Mapped {/v1, GET} route', 'RouterExplorer');
      });
    expect(log('log')).toBe('');
    expect(log('debug')).toContain('Mapped');
  });
});
