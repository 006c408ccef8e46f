import fc from 'fast-check';
import { splitLines } from './ndjson.js';

async function split(chunks: readonly Uint8Array[], maxBytes?: number) {
  const lines: (readonly [number, string])[] = [];
  for await (const line of splitLines(chunks, maxBytes)) {
    lines.push([line.line, 'text' in line ? line.text : line.error.code]);
  }
  return lines;
}
const bytes = (...parts: readonly string[]) => parts.map((part) => Buffer.from(part));

describe('splitLines', () => {
  it.each([
    [
      'a last line without its end',
      bytes('1\n2'),
      [
        [1, '1'],
        [2, '2'],
      ],
    ],
    [
      'CRLF',
      bytes('1\r\n2\r\n'),
      [
        [1, '1'],
        [2, '2'],
      ],
    ],
    [
      'a CRLF in two chunks',
      bytes('1\r', '\n2'),
      [
        [1, '1'],
        [2, '2'],
      ],
    ],
    [
      'blank lines, which count',
      bytes('\n1\n  \n\r\n2\n\n'),
      [
        [2, '1'],
        [5, '2'],
      ],
    ],
    [
      'a byte order mark',
      bytes('\uFEFF{}\n1'),
      [
        [1, '{}'],
        [2, '1'],
      ],
    ],
    ['no bytes', bytes(), []],
    ['an empty chunk', bytes('1', '', '2\n'), [[1, '12']]],
    [
      'a line alone that is no UTF-8',
      [Buffer.from([0x31, 0x0a, 0xff, 0x0a, 0x32])],
      [
        [1, '1'],
        [2, 'INVALID_JSON'],
        [3, '2'],
      ],
    ],
    [
      'a surrogate in UTF-8',
      [Buffer.from([0xed, 0xa0, 0x80, 0x0a, 0x32])],
      [
        [1, 'INVALID_JSON'],
        [2, '2'],
      ],
    ],
  ])('%s', async (_, chunks, lines) => {
    expect(await split(chunks)).toEqual(lines);
  });

  it('refuses only the line that is too long, also without its end', async () => {
    expect(await split(bytes('1234', '5678', '9\n12345678\n1\n', '123456', '789'), 8)).toEqual([
      [1, 'DOCUMENT_TOO_LARGE'],
      [2, '12345678'],
      [3, '1'],
      [4, 'DOCUMENT_TOO_LARGE'],
    ]);
  });

  it('takes chunks that are no Buffers', async () => {
    expect(await split([new TextEncoder().encode('xä\ny').subarray(1)])).toEqual([
      [1, 'ä'],
      [2, 'y'],
    ]);
  });

  it('gives the same lines however the bytes are cut', async () => {
    const text = 'ä€😀 x\r\n\r\n"\u2028"\n漢字\n\n end';
    const whole = Buffer.from(text);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(whole.length), { maxLength: 12 }), async (cuts) => {
        const places = [0, ...cuts.sort((a, b) => a - b), whole.length];
        const chunks = places.slice(1).map((end, index) => whole.subarray(places[index], end));
        expect(await split(chunks)).toEqual([
          [1, 'ä€😀 x'],
          [3, '"\u2028"'],
          [4, '漢字'],
          [6, ' end'],
        ]);
      }),
    );
  });
});
