import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SOURCE = join(import.meta.dirname, '..');

/** Commands that hold the engine up for as long as it has keys, or that delete what is not ours. */
const FORBIDDEN = [
  /(\[|call\()\s*['"](KEYS|FLUSHALL|FLUSHDB)['"]/i,
  /['"]FT\.DROPINDEX['"][^\]]*['"]DD['"]/i,
  /\.(keys|flushAll|flushDb)\(['"`*]/,
];

it('no command of ours goes through all keys at once or deletes what is not ours', () => {
  const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /\.(ts|mjs)$/.test(file) && !file.endsWith('.spec.ts'),
  );
  expect(files.length).toBeGreaterThan(300);
  const guilty = files.filter((file) => {
    const text = readFileSync(join(SOURCE, file), 'utf8');
    return FORBIDDEN.some((pattern) => pattern.test(text));
  });
  expect(guilty).toEqual([]);
});
