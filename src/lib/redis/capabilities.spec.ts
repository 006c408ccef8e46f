import { EnginePermissionDeniedError, EngineUnavailableError } from '../errors/engine-errors.js';
import { probeCapabilities } from './capabilities.js';
import type { RedisCommand, RedisReply } from './redis-values.js';

const denied = new EnginePermissionDeniedError('NOPERM');
const hello = (members: object = {}): RedisReply => ({
  server: 'redis',
  version: '8.2.3',
  mode: 'standalone',
  modules: [],
  ...members,
});
const listed = [
  { name: 'search', ver: 21_005, path: '/a.so', args: [] },
  { name: 'ReJSON', ver: 20_803, path: '/b.so', args: [] },
];

/** A server that answers by the beginning of the command. */
function server(answers: Readonly<Record<string, RedisReply | Error>>) {
  return (commands: readonly RedisCommand[]) =>
    Promise.resolve(commands.map((command) => answers[command.join(' ')] ?? answers[String(command[0])] ?? denied));
}

describe('probeCapabilities', () => {
  it('reads an engine 8.2 with modules of 2.10', async () => {
    const ask = server({
      HELLO: hello({ modules: listed }),
      MODULE: listed,
      COMMAND: [['FT.SEARCH'], ['JSON.GET'], ['hpexpire'], ['hpttl'], ['hpersist'], ['hsetex'], null, ['hgetdel']],
      CONFIG: {},
      'FT.CONFIG GET MAXPREFIXEXPANSIONS': { MAXPREFIXEXPANSIONS: '10000000' },
      'FT.CONFIG GET MINPREFIX': { MINPREFIX: '1' },
    });
    expect(await probeCapabilities(ask)).toEqual({
      server: '8.2.3',
      modules: { search: '2.10.5', ReJSON: '2.8.3' },
      maxPrefixExpansions: 10_000_000,
      minPrefix: 1,
      cluster: false,
      searchable: true,
      hashFieldTtl: true,
      hashFieldCommands: false,
    });
  });

  it('prefers what CONFIG tells of search, as in Redis 8', async () => {
    const ask = server({
      HELLO: hello({ mode: 'cluster', modules: [{ name: 'search', ver: 80_201 }] }),
      CONFIG: { 'search-max-prefix-expansions': '500', 'search-min-prefix': '3', 'search-timeout': '500' },
      'FT.CONFIG GET MAXPREFIXEXPANSIONS': { MAXPREFIXEXPANSIONS: '7' },
    });
    expect(await probeCapabilities(ask)).toEqual({
      server: '8.2.3',
      modules: { search: '8.2.1' },
      maxPrefixExpansions: 500,
      minPrefix: 3,
      cluster: true,
      searchable: false,
      hashFieldTtl: false,
      hashFieldCommands: false,
    });
  });

  it('sees modules by their commands, and takes the defaults, where all else is forbidden', async () => {
    const ask = server({ HELLO: hello(), COMMAND: [['FT.SEARCH'], null] });
    expect(await probeCapabilities(ask)).toEqual({
      server: '8.2.3',
      modules: { search: 'unknown' },
      maxPrefixExpansions: 200,
      minPrefix: 2,
      cluster: false,
      searchable: true,
      hashFieldTtl: false,
      hashFieldCommands: false,
    });
  });

  it('fails where the server does not answer at all', async () => {
    const error = new EngineUnavailableError('gone');
    await expect(probeCapabilities(server({ HELLO: error }))).rejects.toBe(error);
  });
});
