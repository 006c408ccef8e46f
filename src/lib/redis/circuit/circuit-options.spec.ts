import { resolveCircuitOptions } from './circuit-options.js';

describe('resolveCircuitOptions', () => {
  it('has a default for every option', () => {
    expect(resolveCircuitOptions({})).toEqual({
      ...{ threshold: 0.5, windowMs: 5_000, minimumCommands: 5, openMs: 1_000, maxOpenMs: 30_000 },
      ...{ probeMs: 1_000, slowMs: 1_000 },
    });
  });

  it.each([
    [{ threshold: 1 }, 'circuit option "threshold" is 1. Give a number above 0 and below 1.'],
    [{ windowMs: 10 }, '"windowMs" is 10. Give a whole number from 1000 to 600000'],
    [{ minimumCommands: 0 }, '"minimumCommands" is 0'],
    [{ openMs: 1 }, '"openMs" is 1'],
    [{ openMs: 500, maxOpenMs: 400 }, '"maxOpenMs" is 400. Give a whole number from 500'],
    [{ probeMs: 0 }, '"probeMs" is 0'],
    [{ slowMs: 0 }, '"slowMs" is 0'],
  ])('refuses %j', (options, message) => {
    expect(() => resolveCircuitOptions(options)).toThrow(message);
  });
});
