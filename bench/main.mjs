import { availableParallelism, cpus, loadavg } from 'node:os';
import { SEED } from './catalog.mjs';
import { startEngine } from './engine.mjs';
import { watchImport } from './import-memory.mjs';
import { startLoad } from './load.mjs';
import { readOptions } from './options.mjs';
import { errorLines, header, importLine, memoryLine, ratioLines, readLine } from './report.mjs';
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
    const bench = { engine, server, loads };
    printHead(count, engine.version);
    const rows = [await runImports(bench, count)];
    for (const workload of createWorkloads(SEED, count)) {
      if (isWanted(workload.name)) rows.push(...(await runReads(bench, workload)));
    }
    print('');
    if (options.targets.includes('plain')) ratioLines(rows, options.targets).forEach(print);
    if (server !== null && isWanted('memory')) await runMemory(engine, server);
  } finally {
    for (const { close } of loads) await close();
    await server?.close();
    await engine.close();
  }
}

async function runImports(bench, count) {
  const rounds = isWanted('import') ? options.rounds : 1;
  const results = await importRounds(bench, { rounds, count });
  print(importLine(results, options.targets));
  report('import', results);
  return { work: 'import', concurrency: null, results };
}

async function runReads(bench, workload) {
  const { name, kind, requests } = workload;
  const { rounds, milliseconds, warmUpMilliseconds } = options;
  const expected = await bench.loads[0].ask('answers', { kind, requests });
  const warmUp = { concurrency: Math.max(...options.concurrencies), milliseconds: warmUpMilliseconds };
  for (const load of bench.loads) await load.ask('measure', { kind, requests, expected, ...warmUp });
  const rows = [];
  for (const concurrency of options.concurrencies) {
    const results = await readRounds(bench, workload, { rounds, concurrency, milliseconds, expected });
    rows.push({ work: name, concurrency, results });
    print(readLine(rows.at(-1), options.targets));
    report(`${name} (${concurrency})`, results);
  }
  return rows;
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
  print(header(options.targets));
}

function print(line) {
  process.stdout.write(`${line}\n`);
}
