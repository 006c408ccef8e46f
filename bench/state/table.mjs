const WIDTHS = [26, 18, 12, 12, 8, 18, 18, 0];

const line = (cells) =>
  cells
    .map((cell, at) => cell.padEnd(WIDTHS[at]))
    .join('')
    .trimEnd();

export const tableHead = () =>
  line([
    'work',
    'how',
    'plain /s',
    'Aisle /s',
    'ratio',
    'plain p50 p99 ms',
    'Aisle p50 p99 ms',
    'the plain client does',
  ]);

/** One workload: operations a second, and how long a request took (a whole pipeline, where it is one). */
export function rowLine({ work, how, beside }, { plain, aisle }) {
  const ratio = aisle.throughput / plain.throughput;
  const perSecond = ({ throughput }) => String(Math.round(throughput));
  const times = ({ p50, p99 }) => `${p50.toFixed(2)} ${p99.toFixed(2)}`;
  return line([work, how, perSecond(plain), perSecond(aisle), ratio.toFixed(2), times(plain), times(aisle), beside]);
}
