import { Readable } from 'node:stream';
import { inChunks } from './in-chunks.js';

describe('inChunks', () => {
  it.each([0, 1, 3, 5_000])('keeps all of %d lines in order, in fewer pieces', async (count) => {
    const lines = Array.from({ length: count }, (_, line) => `${String(line).repeat(20)}\n`);
    const chunks = [];
    for await (const chunk of inChunks(Readable.from(lines))) chunks.push(chunk);
    expect(chunks.join('')).toBe(lines.join(''));
    expect(chunks.length).toBeLessThanOrEqual(1 + lines.join('').length / 32_768);
  });
});
