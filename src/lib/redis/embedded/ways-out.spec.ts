import { engineNotAvailable } from './ways-out.js';

it('names the cause first, then the ways out', () => {
  const cause = new Error('ENOENT');
  const error = engineNotAvailable('python3 is not on the PATH', cause);
  expect([error.code, error.status, error.cause]).toEqual(['ENGINE_NOT_AVAILABLE_HERE', 503, cause]);
  expect(error.message.split('\n')).toEqual([
    'Aisle cannot start an engine of its own here: python3 is not on the PATH. Ways out:',
    '- Docker: docker run -p 6379:6379 redis:8, and set AISLE_REDIS_URL=redis://localhost:6379',
    '- another Redis 8: set AISLE_REDIS_URL to its address',
    '- a prebuilt engine is fetched once, by python3 with pip, on: ' +
      'Linux on x64 with glibc 2.29 or newer, macOS 14 or newer on arm64',
  ]);
});
