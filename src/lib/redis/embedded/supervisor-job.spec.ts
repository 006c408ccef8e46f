import { createSupervisorJob, engineConfig } from './supervisor-job.js';

const files = {
  server: '/engine/redis-server',
  searchModule: '/engine/redisearch.so',
  jsonModule: '/engine/rejson.so',
  version: '8.2.3',
};

describe('engineConfig', () => {
  it('keeps data on disk, listens on the loopback interface alone, and completes prefixes of one letter', () => {
    expect(engineConfig(files, '/home/data', 'disk')).toEqual([
      'bind 127.0.0.1',
      'daemonize no',
      'dir "/home/data"',
      'appendonly yes',
      'appendfsync everysec',
      'auto-aof-rewrite-min-size 4mb',
      'save 3600 1 300 100 60 10000',
      'shutdown-on-sigterm nosave',
      'maxmemory-policy noeviction',
      'loadmodule "/engine/redisearch.so" MAXPREFIXEXPANSIONS 10000000 MINPREFIX 1',
      'loadmodule "/engine/rejson.so"',
    ]);
  });

  it('keeps nothing on disk when told so', () => {
    const config = engineConfig(files, '/home/data', 'none');
    expect(config).toEqual(expect.arrayContaining(['appendonly no', 'save ""']));
    expect(config.join('\n')).not.toContain('appendfsync');
  });

  it('takes any path as one word', () => {
    const config = engineConfig(files, '/a "home" of\\mine\nrequirepass x', 'none');
    expect(config).toContain('dir "/a \\"home\\" of\\\\mine\\nrequirepass x"');
  });
});

it('a supervisor is told where everything lies, and no password', () => {
  const options = { address: '\0name', home: '/home', persistence: 'none', graceMs: 5, throwAway: true } as const;
  expect(createSupervisorJob({ ...options, files })).toEqual({
    ...options,
    data: '/home/data',
    server: '/engine/redis-server',
    version: '8.2.3',
    config: engineConfig(files, '/home/data', 'none'),
  });
});
