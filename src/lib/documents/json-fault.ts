/** Where a text stops being JSON. */
export interface JsonFault {
  /** In UTF-16 code units. */
  readonly offset: number;
  readonly expected: string;
  readonly found: string;
}

type Expectation =
  'value' | 'value or "]"' | 'a key in double quotes' | 'a key in double quotes or "}"' | '":"' | 'rest' | 'end';

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const LITERAL = /true|false|null/y;
const WORD_END = /[\w.+-]/;
const ESCAPE = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;

/** Finds the first place where a text is no JSON; null when it is JSON. The engine's own message lacks it. */
export function findJsonFault(text: string): JsonFault | null {
  const open: ('{' | '[')[] = [];
  let expected: Expectation = 'value';
  let at = 0;
  const after = (): Expectation => (open.length === 0 ? 'end' : 'rest');
  for (;;) {
    at = skipBlanks(text, at);
    const char = text[at];
    const top = open.at(-1);
    if (expected === 'end') return char === undefined ? null : fault(text, at, 'the end');
    if (expected === '":"') {
      if (char !== ':') return fault(text, at, '":"');
      at++;
      expected = 'value';
    } else if (expected === 'rest') {
      const close = top === '{' ? '}' : ']';
      if (char === close) {
        open.pop();
        expected = after();
      } else if (char === ',') expected = top === '{' ? 'a key in double quotes' : 'value';
      else return fault(text, at, `"," or "${close}"`);
      at++;
    } else if ((char === '}' && expected.endsWith('"}"')) || (char === ']' && expected.endsWith('"]"'))) {
      open.pop();
      at++;
      expected = after();
    } else if (char === '"') {
      const string = stringEnd(text, at);
      if (typeof string !== 'number') return string;
      at = string;
      expected = expected.startsWith('a key') ? '":"' : after();
    } else if (expected.startsWith('a key')) return fault(text, at, expected);
    else if (char === '{' || char === '[') {
      open.push(char);
      at++;
      expected = char === '{' ? 'a key in double quotes or "}"' : 'value or "]"';
    } else {
      const length = match(NUMBER, text, at) || match(LITERAL, text, at);
      if (length === 0 || WORD_END.test(text[at + length] ?? '')) return fault(text, at, expected);
      at += length;
      expected = after();
    }
  }
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (' \t\n\r'.includes(text[at] ?? 'x')) at++;
  return at;
}

/** The offset behind a string that begins at `from`, or its fault. */
function stringEnd(text: string, from: number): number | JsonFault {
  for (let at = from + 1; ;) {
    const char = text[at];
    if (char === '"') return at + 1;
    if (char === undefined) return fault(text, at, 'a closing double quote');
    if (char < ' ') return fault(text, at, 'an escape such as \\n instead of a control character');
    const length = char === '\\' ? match(ESCAPE, text, at) : 1;
    if (length === 0) return fault(text, at, 'an escape such as \\" or \\u00e9');
    at += length;
  }
}

function match(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0].length ?? 0;
}

function fault(text: string, offset: number, expected: string): JsonFault {
  const word = /^(?:[\p{L}\p{N}_$.+-]{1,20}|.)/su.exec(text.slice(offset, offset + 20))?.[0];
  return { offset, expected, found: word === undefined ? 'the end of the text' : JSON.stringify(word) };
}
