/** A source of random numbers that gives the same sequence for the same seed. */
export interface Random {
  /** A whole number from 0 to `below` − 1. */
  readonly integer: (below: number) => number;
  /** An element of a list. */
  readonly pick: <T>(values: readonly T[]) => T;
  /** An element of a list; earlier ones are more frequent, as in Zipf's law. */
  readonly pickSkewed: <T>(values: readonly T[]) => T;
  /** True with a probability. */
  readonly chance: (probability: number) => boolean;
}

/** The generator mulberry32 by Tommy Ettinger (public domain): 32 bits of state, good enough for test data. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const integer = (below: number) => Math.floor(next() * below);
  const at = <T>(values: readonly T[], index: number): T => {
    const value = values[index];
    if (value === undefined) throw new RangeError('A list to pick from must not be empty.');
    return value;
  };
  return {
    integer,
    pick: (values) => at(values, integer(values.length)),
    pickSkewed: (values) => at(values, Math.floor((values.length + 1) ** next()) - 1),
    chance: (probability) => next() < probability,
  };
}
