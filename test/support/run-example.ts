import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from '@swc/core';
import * as aisle from '../../src/lib/index.js';

const patterns = readFileSync(join(import.meta.dirname, '../../docs/patterns.md'), 'utf8');

/** The code of the TypeScript blocks of a section of docs/patterns.md. */
export function exampleOf(section: string): string {
  const start = patterns.indexOf(`\n## ${section}\n`);
  if (start < 0) throw new Error(`docs/patterns.md has no section "${section}".`);
  const end = patterns.indexOf('\n## ', start + 1);
  const text = patterns.slice(start, end < 0 ? undefined : end);
  return [...text.matchAll(/```ts\n(.*?)```/gs)].map(([, code = '']) => code).join('\n');
}

/** Runs the example of a section with these names in scope. @returns the lines that it prints */
export async function runExample(
  section: string,
  scope: Readonly<Record<string, unknown>>,
): Promise<readonly string[]> {
  const code = exampleOf(section).replaceAll(/^import (\{.*?\}) from 'aisle';$/gm, 'const $1 = aisle;');
  const lines: string[] = [];
  const names = { ...scope, aisle, console: { log: (...values: readonly unknown[]) => lines.push(values.join(' ')) } };
  const { code: script } = transformSync(`(async (${Object.keys(names).join(', ')}) => {\n${code}\n})`, {
    swcrc: false,
    isModule: false,
    jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
  });
  const run: unknown = Reflect.apply(Reflect.construct(Function, [`return ${script}`]), undefined, []);
  if (typeof run !== 'function') throw new Error(`The example "${section}" is no program.`);
  await Reflect.apply(run, undefined, Object.values(names));
  return lines;
}
