import fc from 'fast-check';

import { anyText, asciiText } from '../../../test/support/arbitrary-text.js';
import { foldCode } from './code-forms.js';
import { escapeHtml, highlight, highlightMatch } from './highlight.js';
import { createMatcher } from './matcher.js';
import { splitWords } from './tokenize.js';

const find = (query: string) => createMatcher({ tokens: splitWords(query) });
const findStart = (query: string) => createMatcher({ prefixes: splitWords(query) });
const findCodes = (codes: readonly string[], starts: readonly string[] = []) =>
  createMatcher({ codes: codes.map(foldCode), codePrefixes: starts.map(foldCode) });

describe('highlight', () => {
  it.each([
    ['whole words', 'Red shoes, redder', 'red', '<mark>Red</mark> shoes, redder'],
    ['every occurrence', 'a b a', 'a', '<mark>a</mark> b <mark>a</mark>'],
    ['neighbours one by one', 'hot swap', 'hot swap', '<mark>hot</mark> <mark>swap</mark>'],
    ['words that grow', 'Die Straße.', 'STRASSE', 'Die <mark>Straße</mark>.'],
    ['decomposed accents', 'Cafe\u0301!', 'cafe', '<mark>Cafe\u0301</mark>!'],
    ['fractions once', 'size 8½', '1 2', 'size 8<mark>½</mark>'],
    ['words among emoji', '🎉Fun🎉', 'fun', '🎉<mark>Fun</mark>🎉'],
    ['Arabic with vowel signs', 'كِتَابٌ جديد', 'كتاب', '<mark>كِتَابٌ</mark> جديد'],
    ['parts of runs', '東京都庁前 京都', '京都 庁', '東<mark>京都庁</mark>前 <mark>京都</mark>'],
    ['no scattered parts of runs', '京と都', '京都', '京と都'],
    ['nothing', 'Blue', 'red', 'Blue'],
    ['an empty text', '', 'red', ''],
  ])('marks %s', (_, text, query, html) => {
    expect(highlight(text, find(query))).toBe(html);
  });

  it('marks the whole word that was found by its start', () => {
    expect(highlight('Keyboards and keys', findStart('key'))).toBe('<mark>Keyboards</mark> and <mark>keys</mark>');
  });

  it('escapes the text, matched or not', () => {
    expect(highlight(`<b>"Tom" & 'Jerry'</b> <mark>`, find('tom b'))).toBe(
      '&lt;<mark>b</mark>&gt;&quot;<mark>Tom</mark>&quot; &amp; &#39;Jerry&#39;&lt;/<mark>b</mark>&gt; &lt;mark&gt;',
    );
  });

  it('never takes the text of an entity for a word', () => {
    expect(highlight('A & B', find('amp'))).toBe('A &amp; B');
  });

  it('marks a code as one, whatever its punctuation', () => {
    expect(highlight('Keychron (K2-BLK-01), K2.', findCodes(['k2blk01']))).toBe(
      'Keychron (<mark>K2-BLK-01</mark>), K2.',
    );
    expect(highlight('K2-BLK-01 K2-RED', findCodes([], ['K2BLK']))).toBe('<mark>K2-BLK-01</mark> K2-RED');
    expect(highlight('EAN 0036000291452', findCodes(['036000291452']))).toBe('EAN <mark>0036000291452</mark>');
  });

  it('marks a code beside words', () => {
    const matcher = createMatcher({ tokens: ['black', '01'], codes: ['k2blk01'] });
    expect(highlight('K2-BLK-01 black 01', matcher)).toBe('<mark>K2-BLK-01</mark> <mark>black</mark> <mark>01</mark>');
  });

  it('uses the given marks', () => {
    expect(highlight('a <b>', find('b'), { pre: '<em class="hit">', post: '</em>' })).toBe(
      'a &lt;<em class="hit">b</em>&gt;',
    );
  });

  it.each([
    ['the middle', 'one two three four five six seven', 'four', 3, '…three <mark>four</mark> five…'],
    ['the start', 'one, two three four', 'one', 2, '<mark>one</mark>, two…'],
    ['the end', 'one two three four!', 'four', 2, '…three <mark>four</mark>!'],
    ['most matches', 'a x x b c a c b', 'a b c', 3, '…<mark>b</mark> <mark>c</mark> <mark>a</mark>…'],
    ['no match', 'one two three', 'four', 2, 'one two…'],
    ['a short text', ' one two. ', 'two', 5, ' one <mark>two</mark>. '],
    ['punctuation that touches', 'now only ($99) each day', '99', 1, '…($<mark>99</mark>)…'],
    ['part of a compound', 'aa-bb-cc dd', 'bb', 1, '…<mark>bb</mark>…'],
    ['escapes', 'a & <b> & c', 'b', 1, '…&lt;<mark>b</mark>&gt;…'],
  ])('cuts a snippet at %s', (_, text, query, snippet, html) => {
    expect(highlight(text, find(query), { snippet })).toBe(html);
  });

  it('cuts a code at the end of a snippet', () => {
    expect(highlight('x K2-BLK-01 y', findCodes(['k2blk01']), { snippet: 2 })).toBe('…<mark>K2-BLK</mark>…');
  });

  it('tells whether anything matched', () => {
    expect(highlightMatch('Red', find('red'))).toEqual({ html: '<mark>Red</mark>', matched: true });
    expect(highlightMatch('Red', find('blue'))).toEqual({ html: 'Red', matched: false });
  });

  const arbitraryCase = fc
    .oneof(anyText, asciiText)
    .chain((text) =>
      fc.record({ text: fc.constant(text), tokens: fc.subarray(splitWords(text)), codes: codesOf(text) }),
    );

  it('is the escaped text once its marks are removed, and marks what matches', () => {
    fc.assert(
      fc.property(arbitraryCase, ({ text, tokens, codes }) => {
        const { html, matched } = highlightMatch(text, createMatcher({ tokens, codes }));
        expect(html.replace(/<\/?mark>/g, '')).toBe(escapeHtml(text));
        expect(matched).toBe(html.includes('<mark>'));
        if (tokens.length > 0) expect(matched).toBe(true);
        expect(html).not.toMatch(/<mark><\/mark>|<mark>[^/]*<mark>/);
      }),
      { numRuns: 3000 },
    );
  });

  it('as a snippet is a part of the text', () => {
    fc.assert(
      fc.property(arbitraryCase, fc.integer({ min: 1, max: 5 }), ({ text, tokens, codes }, snippet) => {
        const plainText = text.replaceAll('…', '');
        const { html, matched } = highlightMatch(plainText, createMatcher({ tokens, codes }), { snippet });
        const part = unescapeHtml(html.replace(/<\/?mark>/g, ''));
        const [, head, middle = '', tail] = /^(…?)([^]*?)(…?)$/.exec(part) ?? [];
        const fits = head
          ? tail
            ? plainText.includes(middle)
            : plainText.endsWith(middle)
          : plainText.startsWith(middle);
        expect(fits).toBe(true);
        if (!head && !tail) expect(middle).toBe(plainText);
        expect(matched).toBe(html.includes('<mark>'));
      }),
      { numRuns: 3000 },
    );
  });
});

function codesOf(text: string) {
  return fc.subarray(text.split(/\s+/).map(foldCode));
}

function unescapeHtml(html: string): string {
  const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
  return html.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name] ?? '');
}
