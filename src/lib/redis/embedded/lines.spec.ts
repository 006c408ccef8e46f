import { splitLines } from './lines.js';

it('hands on lines as they are complete, however the text is cut', () => {
  const lines: string[] = [];
  const feed = splitLines((line) => lines.push(line));
  for (const piece of ['a', 'b\n', '\nc\nd', 'e']) feed(piece);
  expect(lines).toEqual(['ab', '', 'c']);
});
