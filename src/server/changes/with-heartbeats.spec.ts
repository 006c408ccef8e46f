import { withHeartbeats } from './with-heartbeats.js';

/** Gives these after so many milliseconds each. */
async function* slowly(values: readonly string[], ms: number, onEnd: () => void = () => undefined) {
  try {
    for (const value of values) {
      await new Promise((resolve) => setTimeout(resolve, ms));
      yield value;
    }
  } finally {
    onEnd();
  }
}

async function all(source: AsyncIterable<string>): Promise<string[]> {
  const values: string[] = [];
  for await (const value of source) values.push(value);
  return values;
}

describe('heartbeats', () => {
  it('come while the source is silent, and lose nothing of it', async () => {
    const values = await all(withHeartbeats(slowly(['a', 'b'], 100), '.', 20));
    expect(values.filter((value) => value !== '.')).toEqual(['a', 'b']);
    expect(values.filter((value) => value === '.').length).toBeGreaterThanOrEqual(2);
  });

  it('do not come while it talks', async () => {
    expect(await all(withHeartbeats(slowly(['a', 'b', 'c'], 1), '.', 60_000))).toEqual(['a', 'b', 'c']);
  });

  it('end the source when they are ended', async () => {
    const onEnd = jest.fn();
    for await (const value of withHeartbeats(slowly(['a', 'b'], 1, onEnd), '.', 1_000)) {
      expect(value).toBe('a');
      break;
    }
    expect(onEnd).toHaveBeenCalledTimes(1);
  });

  it('pass the fault of the source on', async () => {
    const failing = slowly(['a'], 1, () => {
      throw new Error('broken');
    });
    await expect(all(withHeartbeats(failing, '.', 1_000))).rejects.toThrow('broken');
  });
});
