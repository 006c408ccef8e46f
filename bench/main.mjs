import { availableParallelism, cpus, loadavg } from 'node:os';
import { SEED } from './catalog.mjs';
import { watchImport } from './import-memory.mjs';
import { startLab } from './lab.mjs';
import { readOptions } from './options.mjs';
import { errorLines, header, importLine, memoryLine, ratioLines, readLine, writeLine } from './report.mjs';
import { agree, importRounds, readRounds } from './rounds.mjs';
import { createColdWorkloads, createTraffic } from './workloads.mjs';
import { writeRounds } from './write-rounds.mjs';

/*
 * Compares the plain client, the library, the server over HTTP and a peer, in one run. Prints, never judges speed; ends with
 * 1 when an answer was wrong.
 */

const options = readOptions(process.argv.slice(2));
const isWanted = (work) => options.only.length === 0 || options.only.includes(work);

let wrong = 0;
for (const size of options.sizes) await runSize(size);
process.exitCode = wrong === 0 ? 0 : 1;

async function runSize(count) {
  const lab = await startLab(options.targets, print);
  try {
    printHead(count, lab.engine.version);
    await runImports(lab, count);
    for (const load of [...lab.cold.loads, ...lab.warm.loads]) await load.ask('warmUp');
    if (options.tables.includes('cold'))
      await runTable('Cold: every page is new', createColdWorkloads(SEED, count), lab);
    if (options.tables.includes('traffic')) {
      await runTable("A shop's traffic: pages by Zipf's law", createTraffic(SEED, count), lab);
    }
    if (options.tables.includes('writing')) await runWriting(lab, count);
    if (lab.warm.server !== null && isWanted('memory')) await runMemory(lab);
  } finally {
    await lab.close();
  }
}

/** The last round of all is the library's, whose documents hold all that searches need. */
async function runImports({ cold }, count) {
  const rounds = isWanted('import') ? options.rounds : 1;
  const results = await importRounds(cold, { rounds, count });
  print(importLine(results, options.targets));
  report('import', results);
}

async function runTable(title, workloads, lab) {
  print(`\n${title}`);
  const names = options.targets.filter((name) =>
    [...lab.cold.loads, ...lab.warm.loads].some((load) => load.name === name),
  );
  print(header(names));
  const rows = [];
  for (const workload of workloads.filter(({ name }) => isWanted(name))) rows.push(...(await runReads(lab, workload)));
  for (const beside of ['plain', 'typesense'].filter((name) => names.includes(name))) {
    const comparable = rows.filter(({ results }) => results[beside] !== undefined);
    if (comparable.length > 0) ['', ...ratioLines(comparable, names, beside)].forEach(print);
  }
}

async function runReads(lab, workload) {
  const { name, kind, plain, cache } = workload;
  const side = cache === 'on' ? lab.warm : lab.cold;
  const bench = { ...side, loads: side.loads.filter((load) => plain || load.name !== 'plain') };
  const { rounds, milliseconds, warmUpMilliseconds } = options;
  const { requests, order, expected, left } = await agree(bench.loads, workload);
  const asked = { kind, requests, order, expected };
  const starts = new Map();
  const warmUp = { concurrency: Math.max(...options.concurrencies), milliseconds: warmUpMilliseconds };
  for (const load of bench.loads) {
    const { answers } = await load.ask('measure', { ...asked, start: 0, ...warmUp });
    starts.set(load.name, answers + warmUp.concurrency);
  }
  const rows = [];
  for (const concurrency of options.concurrencies) {
    const results = await readRounds(bench, asked, { rounds, concurrency, milliseconds, starts });
    rows.push({ work: name, concurrency, results });
    print(readLine(rows.at(-1), options.targets));
    report(`${name} (${concurrency})`, results);
  }
  if (left > 0)
    print(`  of ${left + requests.length} requests ${left} are understood otherwise by one of them, and left out`);
  return rows;
}

async function runWriting(lab, count) {
  print('\nWhile writing: 50 writes a second to prices, stock and names, a search right after each');
  const mix = createTraffic(SEED, count).find(({ name }) => name === 'the mix');
  for (const concurrency of options.concurrencies.filter((number) => number > 1)) {
    const results = await writeRounds(lab, mix, { ...options, concurrency, products: count, seed: SEED });
    for (const line of writeLine(concurrency, results)) print(line);
    report(`while writing (${concurrency})`, results);
  }
}

async function runMemory({ engine, warm: { server } }) {
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
