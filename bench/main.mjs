import { availableParallelism, cpus, loadavg } from 'node:os';
import { SEED } from './catalog.mjs';
import { startEngine } from './engine.mjs';
import { watchImport } from './import-memory.mjs';
import { startLoad } from './load.mjs';
import { readOptions } from './options.mjs';
import { errorLines, importHeader, importLine, memoryLine, readHeader, readLine } from './report.mjs';
import { importRounds, readRounds } from './rounds.mjs';
import { startServer } from './server.mjs';
import { createWorkloads } from './workloads.mjs';

/*
 * Compares the plain client, the library and the server over HTTP on one engine, in one run. Prints, never judges speed;
 * ends with 1 when an answer was wrong.
 */

const NAMESPACE = 'bench';
const options = readOptions(process.argv.slice(2));
const isWanted = (work) => options.only.length === 0 || options.only.includes(work);

let wrong = 0;
for (const size of options.sizes) await runSize(size);
process.exitCode = wrong === 0 ? 0 : 1;

async function runSize(count) {
  const engine = await startEngine(NAMESPACE);
  const server = options.targets.includes('http')
    ? await startServer({ redisUrl: engine.url, namespace: NAMESPACE })
    : null;
  const loads = [];
  try {
    const context = { redisUrl: engine.url, namespace: NAMESPACE, serverUrl: server?.url };
    for (const name of options.targets) loads.push(await startLoad(name, context));
    printHead(count, engine.version);
    await runImports(engine, loads, count);
    for (const workload of createWorkloads(SEED, count))
      if (isWanted(workload.name)) await runReads({ engine, server, loads }, workload);
    if (server !== null && isWanted('memory')) await runMemory(engine, server);
  } finally {
    for (const { close } of loads) await close();
    await server?.close();
    await engine.close();
  }
}

async function runImports(engine, loads, count) {
  const rounds = isWanted('import') ? options.rounds : 1;
  const results = await importRounds(engine, loads, { rounds, count });
  print(importHeader(options.targets));
  print(importLine(results, options.targets));
  report('import', results);
  print('');
  print(readHeader(options.targets));
}

async function runReads(bench, workload) {
  const { name, kind, requests } = workload;
  const expected = await bench.loads[0].ask('answers', { kind, requests });
  for (const concurrency of options.concurrencies) {
    const { rounds, milliseconds } = options;
    const results = await readRounds(bench, workload, { rounds, concurrency, milliseconds, expected });
    print(readLine({ work: name, concurrency, results }, options.targets));
    report(`${name} (${concurrency})`, results);
  }
}

async function runMemory(engine, server) {
  await engine.empty();
  const result = await watchImport(server, options.importMegabytes);
  print('');
  print(memoryLine(result, options.importMegabytes));
  report('import of a large body', {
    http: { errors: result.lines - result.written, firstError: 'not all were written' },
  });
}

function report(work, results) {
  for (const line of errorLines(work, results)) print(line);
  for (const { errors } of Object.values(results)) wrong += errors;
}

function printHead(count, version) {
  const { rounds, milliseconds } = options;
  const machine = `${availableParallelism()} cores (${cpus()[0]?.model.trim()})`;
  print(`${count} products, Redis ${version}, Node ${process.version}, ${machine}, load ${loadavg()[0].toFixed(2)}`);
  print(`${rounds} rounds of ${milliseconds} ms each, medians; in brackets: throughput beside the plain client`);
}

function print(line) {
  process.stdout.write(`${line}\n`);
}
