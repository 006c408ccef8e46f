const WORK_WIDTH = 31;
const CELL_WIDTH = 32;

export const importHeader = (targets) => line('import', targets);

/** Documents a second, the ratio to the plain client, and bytes a document. */
export function importLine(results, targets) {
  const cells = targets.map((name) => {
    const { throughput, bytes } = results[name];
    return `${round(throughput)}/s${ratio(results, name)}, ${round(bytes)} B/doc`;
  });
  return line('documents', cells);
}

export const readHeader = (targets) =>
  line('work (concurrency)', [...targets.map((name) => `${name}: /s (ratio) p50 p95 p99 ms`), 'ms of processor time']);

/** Each target's throughput and times, then what an answer costs: the client's process, the engine, the server. */
export function readLine({ work, concurrency, results }, targets) {
  const cells = targets.map((name) => {
    const { throughput, p50, p95, p99 } = results[name];
    return `${round(throughput)}/s${ratio(results, name)} ${[p50, p95, p99].map(milliseconds).join(' ')}`;
  });
  const costs = targets.map((name) => {
    const { cpu, engineCpu, serverCpu } = results[name];
    return [cpu, engineCpu, ...(name === 'http' ? [serverCpu] : [])].map(milliseconds).join('+');
  });
  return line(`${work} (${concurrency})`, [...cells, costs.join('  ')]);
}

export function memoryLine({ lines, seconds, startBytes, peakBytes, endBytes }, megabytes) {
  const mebibytes = (bytes) => `${Math.round(bytes / 1_048_576)} MiB`;
  return (
    `import of ${megabytes} MB over HTTP: ${lines} documents in ${seconds.toFixed(1)} s (${round(lines / seconds)}/s); ` +
    `memory of the server: start ${mebibytes(startBytes)}, peak ${mebibytes(peakBytes)}, end ${mebibytes(endBytes)}`
  );
}

export function errorLines(work, results) {
  return Object.entries(results).flatMap(([name, { errors, firstError }]) =>
    errors === 0 ? [] : [`ERROR ${work}, ${name}: ${errors} wrong; ${firstError}`],
  );
}

const line = (work, cells) =>
  `${work.padEnd(WORK_WIDTH)}${cells.map((cell) => cell.padEnd(CELL_WIDTH)).join('')}`.trimEnd();

function ratio(results, name) {
  return name === 'plain' || results.plain === undefined
    ? ''
    : ` (${(results[name].throughput / results.plain.throughput).toFixed(2)})`;
}

const round = (number) => (number < 10 ? number.toFixed(1) : String(Math.round(number)));
const milliseconds = (number) => (number < 10 ? number.toFixed(2) : String(Math.round(number)));
