import cliProgress from 'cli-progress';
import { formatBytes, formatCount, formatSeconds } from './numbers.js';
import type { Terminal } from './terminal.js';

/** What is counted. */
export type ProgressUnit = 'documents' | 'keys' | 'queries' | 'bytes' | 'percent';

export interface ProgressOptions {
  readonly label: string;
  readonly unit: ProgressUnit;
  /** null while it is not known. */
  readonly total: number | null;
}

/** Tells how far a longer piece of work has come: a bar on a terminal, else a line every few seconds. */
export interface Progress {
  update(done: number, total?: number | null): void;
  /** Takes the bar away, so that messages can follow. */
  end(): void;
}

/** Shows nothing, where the result itself runs over the screen. */
export const NO_PROGRESS: Progress = { update: () => undefined, end: () => undefined };

const LINE_EVERY_MS = 3_000;

/** Begins to show progress on stderr. What is over within the first moments shows nothing where no bar can be drawn. */
export function startProgress(terminal: Terminal, options: ProgressOptions): Progress {
  return terminal.isInteractive && options.total !== null ? startBar(terminal, options) : startLines(terminal, options);
}

function startBar(terminal: Terminal, { label, unit, total }: ProgressOptions): Progress {
  const startedAt = performance.now();
  const bar = new cliProgress.SingleBar({
    stream: terminal.stderr,
    linewrap: true,
    barsize: 16,
    fps: 8,
    clearOnComplete: true,
    format: (options, { value, total }) => {
      const share = total <= 0 ? 0 : Math.min(1, value / total);
      const drawn = cliProgress.Format.BarFormat(share, options);
      return `${label} [${drawn}] ${describe({ unit, done: value, total }, elapsedSince(startedAt))}`;
    },
  });
  bar.start(Math.max(1, total ?? 1), 0);
  return {
    update: (done, newTotal) => {
      if (typeof newTotal === 'number') bar.setTotal(Math.max(1, newTotal));
      bar.update(done);
    },
    end: () => {
      bar.stop();
    },
  };
}

function startLines(terminal: Terminal, options: ProgressOptions): Progress {
  const startedAt = performance.now();
  let toldAt = startedAt;
  let { total } = options;
  return {
    update: (done, newTotal) => {
      if (newTotal !== undefined) total = newTotal;
      const now = performance.now();
      if (now - toldAt < LINE_EVERY_MS) return;
      toldAt = now;
      terminal.tell(`${options.label}: ${describe({ unit: options.unit, done, total }, elapsedSince(startedAt))}`);
    },
    end: () => undefined,
  };
}

export interface Position {
  readonly unit: ProgressUnit;
  readonly done: number;
  readonly total: number | null;
}

/** `12,000 of 100,000 documents (12 %), 9,800/s, 9.0 s left`. */
export function describe({ unit, done, total }: Position, seconds: number): string {
  const share = total === null || total <= 0 ? null : Math.min(1, done / total);
  const percent = share === null ? '' : `${Math.floor(share * 100)} %`;
  if (unit === 'percent') return [percent, remaining(share, seconds)].filter(Boolean).join(', ');
  const format = unit === 'bytes' ? formatBytes : formatCount;
  const noun = unit === 'bytes' ? '' : ` ${unit}`;
  const amount =
    share === null ? `${format(done)}${noun}` : `${format(done)} of ${format(total ?? 0)}${noun} (${percent})`;
  const rate = seconds > 0 && done > 0 ? `${format(done / seconds)}/s` : '';
  return [amount, rate, remaining(share, seconds)].filter(Boolean).join(', ');
}

function remaining(share: number | null, seconds: number): string {
  if (share === null || share < 0.02 || share >= 1) return '';
  return `${formatSeconds((seconds / share) * (1 - share))} left`;
}

const elapsedSince = (startedAt: number) => (performance.now() - startedAt) / 1_000;
