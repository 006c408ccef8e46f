import { commandFault, sharedBatchFault, sharedCommandFault } from './session-commands.js';
import { defineScript, scriptCommand } from './script.js';

describe('sharedCommandFault', () => {
  it.each([
    [['GET', 'k']],
    [['XREAD', 'COUNT', '1', 'STREAMS', 's', '0']],
    [['CLIENT', 'LIST']],
    [['EVALSHA', 'x', '0']],
    [[Buffer.from('GET'), 'k']],
  ])('takes %j', (command) => {
    expect(sharedCommandFault(command)).toBeUndefined();
  });

  it.each([
    [['WATCH', 'k']],
    [['MULTI']],
    [['EXEC']],
    [['SELECT', '1']],
    [['BLPOP', 'k', '0']],
    [['XREADGROUP', 'GROUP', 'g', 'c', 'BLOCK', '0', 'STREAMS', 's', '>']],
  ])('sends %j to exclusive()', (command) => {
    expect(sharedCommandFault(command)).toMatchObject({
      code: 'INTERNAL',
      message: expect.stringContaining('exclusive()'),
    });
  });
});

describe('commandFault', () => {
  it.each([
    [[]],
    [['SUBSCRIBE', 'c']],
    [['MONITOR']],
    [['HELLO', '2']],
    [['RESET']],
    [['QUIT']],
    [['CLIENT', 'REPLY', 'OFF']],
  ])('refuses %j everywhere', (command) => {
    expect(commandFault(command)).toMatchObject({ code: 'INTERNAL' });
    expect(sharedCommandFault(command)).toMatchObject({ code: 'INTERNAL' });
  });

  it('takes what changes a connection of its own', () => {
    expect(
      [
        ['WATCH', 'k'],
        ['BLPOP', 'k', '0'],
        ['SELECT', '1'],
      ].map(commandFault),
    ).toEqual([undefined, undefined, undefined]);
  });
});

describe('sharedBatchFault', () => {
  const call = scriptCommand(defineScript('return 1'), [], []);

  it.each([
    [
      'commands',
      [
        ['GET', 'a'],
        ['GET', 'b'],
      ],
    ],
    ['calls of scripts', [call, ['GET', 'a']]],
    ['a whole transaction', [['MULTI'], ['SET', 'a', '1'], call, ['EXEC'], ['GET', 'a']]],
    ['a blocking read in a transaction, which does not block', [['MULTI'], ['BLPOP', 'a', '0'], ['EXEC']]],
  ])('takes %s', (_what, items) => {
    expect(sharedBatchFault(items)).toBeUndefined();
  });

  it.each([
    ['a transaction without end', [['MULTI'], ['SET', 'a', '1']], /MULTI without EXEC/],
    ['an end without beginning', [['SET', 'a', '1'], ['EXEC']], /EXEC needs a connection of its own/],
    ['a transaction inside another', [['MULTI'], ['MULTI'], ['EXEC']], /MULTI needs a connection of its own/],
    ['WATCH', [['WATCH', 'a'], ['MULTI'], ['EXEC']], /WATCH needs a connection of its own/],
    ['an empty command', [['GET', 'a'], []], /needs at least its name/],
  ])('refuses %s', (_what, items, message) => {
    expect(sharedBatchFault(items)).toMatchObject({ message: expect.stringMatching(message) });
  });
});
