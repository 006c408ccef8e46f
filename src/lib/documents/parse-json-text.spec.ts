import fc from 'fast-check';
import { findJsonFault } from './json-fault.js';
import { parseJsonLine, parseJsonText } from './parse-json-text.js';

const FAULTS: readonly (readonly [string, number, string])[] = [
  ['{"price": NaN}', 11, 'expected value, found "NaN"'],
  ['{"a": 1,}', 9, 'expected a key in double quotes, found "}"'],
  ["{'a': 1}", 2, 'expected a key in double quotes or "}", found "\'"'],
  ['{"a" 1}', 6, 'expected ":", found "1"'],
  ['[1, 2', 6, 'expected "," or "]", found the end of the text'],
  ['[01]', 2, 'expected value or "]", found "01"'],
  ['["\\x41"]', 3, 'expected an escape such as \\" or \\u00e9, found "\\\\"'],
  ['["abc', 6, 'expected a closing double quote, found the end of the text'],
  ['{} x', 4, 'expected the end, found "x"'],
  ['{"a": tru}', 7, 'expected value, found "tru"'],
  ['[-]', 2, 'expected value or "]", found "-"'],
];

it.each(['{}', ' [1, -2.5e+3, "\\u00e9\\n", true, null, {"a": {}}]\n', '"a"', '0', '{"a":1,"a":2}'])(
  'reads %j as the language does',
  (text) => {
    expect(parseJsonText(text, 'The text')).toEqual(JSON.parse(text));
  },
);

it.each(FAULTS)('names the column in the line %j', (line, column, fault) => {
  const message = `The line is not valid JSON at column ${column}: ${fault}.`;
  expect(() => parseJsonLine(line)).toThrow(expect.objectContaining({ code: 'INVALID_JSON', message }));
});

it.each<readonly [string, string]>([
  ...FAULTS.map(([text, column, fault]) => [text, `line 1, column ${column}: ${fault}`] as const),
  ['{\n  "a": 1\n  "b": 2\n}', 'line 3, column 3: expected "," or "}", found "\\""'],
  ['{"a": "x\ny"}', 'line 1, column 9: expected an escape such as \\n instead of a control character, found "\\n"'],
])('names line and column in the text %j', (text, place) => {
  const message = `The text is not valid JSON at ${place}.`;
  expect(() => parseJsonText(text, 'The text')).toThrow(expect.objectContaining({ code: 'INVALID_JSON', message }));
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
