import { parseJson } from './parse-json.js';

const parse = (text: string) => parseJson(Buffer.from(text));

const failure = (bytes: Uint8Array): { readonly code: string; readonly message: string } => {
  try {
    parseJson(bytes);
  } catch (error) {
    return error as { code: string; message: string };
  }
  throw new Error('The body was accepted.');
};

describe('parseJson', () => {
  it('skips a byte order mark', () => {
    expect(parse('\uFEFF{"a":1}')).toEqual({ a: 1 });
  });

  it('keeps a member named __proto__ a plain member', () => {
    const value = parse('{"__proto__": {"polluted": true}}') as object;
    expect(Object.keys(value)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('names line and column of a fault', () => {
    expect(failure(Buffer.from('{\n  "a": 1\n  "b": 2\n}'))).toMatchObject({
      code: 'INVALID_JSON',
      message: 'The body is not valid JSON at line 3, column 3: expected "," or "}", found "\\"".',
    });
  });

  it('refuses an empty body and one that is not UTF-8', () => {
    expect(failure(Buffer.from(' \n'))).toMatchObject({
      code: 'INVALID_JSON',
      message: 'The body is empty. Send JSON.',
    });
    expect(failure(Buffer.from([0x22, 0xff, 0x22])).message).toContain('not valid UTF-8');
  });

  it('refuses a body that is nested too deep', () => {
    const nested = (depth: number) => Buffer.from('['.repeat(depth) + ']'.repeat(depth));
    expect(parseJson(nested(150))).toHaveLength(1);
    expect(failure(nested(151))).toMatchObject({ code: 'LIMIT_EXCEEDED' });
    expect(failure(nested(500_000))).toMatchObject({ code: 'LIMIT_EXCEEDED' });
    expect(parse(`["${'['.repeat(500)}\\""]`)).toHaveLength(1);
  });
});
