import fc from 'fast-check';
import { findJsonFault } from './json-fault.js';
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
  it.each(['{}', ' [1, -2.5e+3, "\\u00e9\\n", true, null, {"a": {}}]\n', '"a"', '0', '{"a":1,"a":2}'])(
    'reads %s as the language does',
    (text) => {
      expect(parse(text)).toEqual(JSON.parse(text));
    },
  );

  it('skips a byte order mark', () => {
    expect(parse('\uFEFF{"a":1}')).toEqual({ a: 1 });
  });

  it('keeps a member named __proto__ a plain member', () => {
    const value = parse('{"__proto__": {"polluted": true}}') as object;
    expect(Object.keys(value)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it.each([
    ['{"price": NaN}', 'line 1, column 11: expected value, found "NaN"'],
    ['{"a": 1,}', 'line 1, column 9: expected a key in double quotes, found "}"'],
    ["{'a': 1}", 'line 1, column 2: expected a key in double quotes or "}", found "\'"'],
    ['{\n  "a": 1\n  "b": 2\n}', 'line 3, column 3: expected "," or "}", found "\\""'],
    ['{"a" 1}', 'line 1, column 6: expected ":", found "1"'],
    ['[1, 2', 'line 1, column 6: expected "," or "]", found the end of the text'],
    ['[01]', 'line 1, column 2: expected value or "]", found "01"'],
    ['{"a": "x\ny"}', 'line 1, column 9: expected an escape such as \\n instead of a control character, found "\\n"'],
    ['["\\x41"]', 'line 1, column 3: expected an escape such as \\" or \\u00e9, found "\\\\"'],
    ['["abc', 'line 1, column 6: expected a closing double quote, found the end of the text'],
    ['{} x', 'line 1, column 4: expected the end, found "x"'],
    ['{"a": tru}', 'line 1, column 7: expected value, found "tru"'],
    ['[-]', 'line 1, column 2: expected value or "]", found "-"'],
  ])('names the place in %j', (text, place) => {
    expect(failure(Buffer.from(text))).toMatchObject({
      code: 'INVALID_JSON',
      message: `The body is not valid JSON at ${place}.`,
    });
  });

  it('finds a fault exactly where the language refuses', () => {
    const alphabet = [...'{}[]",:\\ut0-1.eE+ \n'.split(''), 'true', 'null', '"a"', '\\n', '\u0001'];
    const texts = fc.array(fc.constantFrom(...alphabet), { maxLength: 12 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(texts, (text) => {
        let isJson = true;
        try {
          JSON.parse(text);
        } catch {
          isJson = false;
        }
        return (findJsonFault(text) === null) === isJson;
      }),
      { numRuns: 3_000 },
    );
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
