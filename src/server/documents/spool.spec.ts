import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { text } from 'node:stream/consumers';
import { Spool } from './spool.js';

describe('Spool', () => {
  it('gives back what was written, of any length', async () => {
    const spool = await Spool.open();
    const lines = Array.from({ length: 5_000 }, (_, line) => `${JSON.stringify({ line, id: `é${line}` })}\n`);
    for (const line of lines) await spool.write(line);
    expect(await text(await spool.read())).toBe(lines.join(''));
    await spool.close();
  });

  it('has no name in the folder of temporary files while it is used', async () => {
    const before = new Set(await readdir(tmpdir()));
    const spool = await Spool.open();
    await spool.write('x');
    const made = (await readdir(tmpdir())).filter((name) => !before.has(name) && /^aisle-[0-9a-f-]{36}$/.test(name));
    expect(made).toEqual([]);
    await spool.close();
  });
});
