const WORK_WIDTH = 32;
const CELL_WIDTH = 36;
const RATIOS_WIDTH = 22;

/**
 * @typedef {object} Row One workload at one concurrency; null for the import.
 * @property {string} work
 * @property {number | null} concurrency
 * @property {Readonly<Record<string, object>>} results The figures of each target.
 */

export const header = (targets) =>
  line('work (concurrency)', [
    ...targets.map((name) => `${name}: /s (ratio), ms p50 p95 p99`),
    `ms of processor time: ${targets.map((name) => (name === 'http' ? 'client+engine+server' : 'client+engine')).join('  ')}`,
  ]);

export function importLine(results, targets) {
  const cells = targets.map((name) => {
    if (results[name] === undefined) return '–';
    const { throughput, bytes } = results[name];
    return `${round(throughput)}/s${ratioText(results, name)}, ${round(bytes)} bytes each`;
  });
  return line('import', [...cells, costs(results, targets)]);
}

export function readLine({ work, concurrency, results }, targets) {
  const cells = targets.map((name) => {
    if (results[name] === undefined) return '–';
    const { throughput, p50, p95, p99 } = results[name];
    return `${round(throughput)}/s${ratioText(results, name)}, ${[p50, p95, p99].map(milliseconds).join(' ')}`;
  });
  return line(`${work} (${concurrency})`, [...cells, costs(results, targets) + keptText(results)]);
}

/** One line a workload: the throughput beside that of one target, at each concurrency. */
export function ratioLines(rows, targets, beside) {
  const others = targets.filter((name) => name !== beside && rows.some(({ results }) => results[name] !== undefined));
  const works = [...new Set(rows.map(({ work }) => work))];
  const cells = (work, name) =>
    rows
      .filter((row) => row.work === work)
      .map(({ results }) => (results[name] === undefined ? '–' : ratio(results, name, beside).toFixed(2)))
      .join('  ');
  const ratioLine = (work, texts) => work.padEnd(WORK_WIDTH) + texts.map((text) => text.padEnd(RATIOS_WIDTH)).join('');
  return [
    ratioLine(`throughput beside ${beside}`, others),
    ...works.map((work) =>
      ratioLine(
        work,
        others.map((name) => cells(work, name)),
      ),
    ),
  ].map((text) => text.trimEnd());
}

/** What became of the writes, and of the searches beside them. */
export function writeLine(concurrency, results) {
  return Object.entries(results).map(([name, { alone, beside, p50, p95, due, done }]) => {
    const share = (beside / alone).toFixed(2);
    return (
      `${name} (${concurrency})`.padEnd(WORK_WIDTH) +
      `the mix ${round(alone)}/s alone, ${round(beside)}/s beside writes (${share}); ` +
      `${done} of ${due} writes, ms p50 ${milliseconds(p50)} p95 ${milliseconds(p95)}`
    );
  });
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

function costs(results, targets) {
  const texts = targets
    .filter((name) => results[name] !== undefined && name !== 'typesense')
    .map((name) => {
      const { cpu, engineCpu, serverCpu } = results[name];
      return [cpu, engineCpu, ...(name === 'http' ? [serverCpu] : [])].map(milliseconds).join('+');
    });
  return texts.join('  ');
}

function keptText(results) {
  const kept = ['library', 'http'].flatMap((name) => {
    const share = results[name]?.kept;
    return share === undefined || Number.isNaN(share) ? [] : [`${Math.round(share * 100)} %`];
  });
  return kept.length === 0 ? '' : `  kept ${kept.join(' ')}`;
}

const ratio = (results, name, beside = 'plain') => results[name].throughput / results[beside].throughput;

const ratioText = (results, name) =>
  name === 'plain' || results.plain === undefined ? '' : ` (${ratio(results, name).toFixed(2)})`;

const round = (number) => (number < 10 ? number.toFixed(1) : String(Math.round(number)));
const milliseconds = (number) => (number < 10 ? number.toFixed(2) : String(Math.round(number)));
