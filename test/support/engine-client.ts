import { startEmbeddedEngine } from '../../src/lib/redis/embedded/start-engine.js';
import { ensureEngine } from '../../src/lib/redis/embedded/fetch-engine.js';

/** A process that holds an engine, or fetches one: says in one line what it got, then lives until its input ends. */
async function main([task = '', options = '']: readonly string[]): Promise<void> {
  const argument = JSON.parse(options);
  const result = await (task === 'fetch' ? ensureEngine(argument) : startEmbeddedEngine(argument)).catch(
    (error: unknown) => ({ error: String(error) }),
  );
  process.stdout.write(`${JSON.stringify(result)}\n`);
  process.stdin.resume();
}

void main(process.argv.slice(2));
