import { availableParallelism, cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { createClient } from 'redis';
import { createKeys, openConnection } from '../../dist/lib/index.js';
import { startEngine } from '../engine.mjs';
import { errorLines } from '../report.mjs';
import { readRounds } from '../rounds.mjs';
import { commandWorkloads } from './commands.mjs';
import { contendersOf } from './contenders.mjs';
import { patternWorkloads } from './patterns.mjs';
import { rowLine, tableHead } from './table.mjs';

/*
 * Compares what Aisle does beside documents with the plain client that does the same commands, in one process and on one
 * engine, in turn. Prints, never judges speed; ends with 1 when an answer was wrong.
 */

const NAMESPACE = 'bench';
const USAGE = 'Usage: npm run bench -- state [--only WORK]… [--quick]';
const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: [] },
    quick: { type: 'boolean', default: false },
  },
});
const times = values.quick
  ? { rounds: 1, milliseconds: 30, warmUpMilliseconds: 20 }
  : { rounds: 5, milliseconds: 150, warmUpMilliseconds: 500 };

const engine = await startEngine(NAMESPACE);
const client = createClient({ url: engine.url, RESP: 3, commandOptions: { timeout: 0 } });
client.on('error', () => undefined);
await client.connect();
const connection = await openConnection({ url: engine.url });
try {
  await engine.empty();
  const context = { client, connection, keys: createKeys(NAMESPACE) };
  const workloads = [...(await commandWorkloads(context)), ...(await patternWorkloads(context))];
  const wanted = workloads.filter(({ work }) => values.only.length === 0 || values.only.includes(work));
  if (wanted.length === 0) {
    const works = [...new Set(workloads.map(({ work }) => `"${work}"`))];
    throw new Error(`There is no work ${values.only.join(', ')}. Use: ${works.join(', ')}. ${USAGE}`);
  }
  printHead();
  for (const workload of wanted) await runWorkload(workload);
  print(`load at the end: ${loadavg()[0].toFixed(2)}`);
} finally {
  await connection.close();
  await client.close();
  await engine.close();
}

async function runWorkload(workload) {
  const loads = contendersOf(workload);
  const { work, how, concurrency } = workload;
  const request = { kind: work, requests: workload.requests };
  for (const load of loads)
    await load.ask('measure', { ...request, concurrency, milliseconds: times.warmUpMilliseconds });
  const { rounds, milliseconds } = times;
  const options = { rounds, concurrency, milliseconds, starts: new Map() };
  const results = await readRounds({ engine, server: null, loads }, request, options);
  print(rowLine(workload, results));
  for (const line of errorLines(`${work} (${how})`, results)) print(line);
  if (Object.values(results).some(({ errors }) => errors > 0)) process.exitCode = 1;
}

function printHead() {
  const machine = `${availableParallelism()} cores (${cpus()[0]?.model.trim()})`;
  const { rounds, milliseconds } = times;
  print(`Redis ${engine.version}, Node ${process.version}, ${machine}, load ${loadavg()[0].toFixed(2)}`);
  print(`${rounds} rounds of ${milliseconds} ms each, in turn, medians`);
  print(tableHead());
}

function print(line) {
  process.stdout.write(`${line}\n`);
}
