import { parseServerVersion } from './installed-engine.js';

it.each([
  ['Redis server v=8.2.3 sha=b5d43ceb:0 malloc=jemalloc-5.3.0 bits=64 build=1', '8.2.3'],
  ['Redis server v=7.4.10 sha=00000000:0', '7.4.10'],
  ['valkey-server 8', null],
])('the version in %j is %s', (output, version) => {
  expect(parseServerVersion(output)).toBe(version);
});
