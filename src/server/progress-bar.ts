import { SingleBar } from 'cli-progress';
import type { EngineProgress } from '../lib/index.js';

export interface ProgressBar {
  readonly update: (progress: EngineProgress) => void;
  readonly stop: () => void;
}

const MEBIBYTE = 1_048_576;

/** Shows how far something has come: as a bar on a terminal, else, or where the end is not known, as a line when it begins. */
export function createProgressBar(stream: NodeJS.WriteStream): ProgressBar {
  const bar = new SingleBar({ stream, format: '{label} {bar} {percentage}% of {total} MiB', hideCursor: true });
  let current: string | undefined;
  return {
    update: ({ label, bytes, totalBytes }) => {
      const isNew = label !== current;
      current = label;
      if (!stream.isTTY || totalBytes === 0) {
        if (isNew) stream.write(`${label} …\n`);
      } else if (isNew) {
        bar.stop();
        bar.start(toMebibytes(totalBytes), toMebibytes(bytes), { label });
      } else bar.update(toMebibytes(bytes));
    },
    stop: () => {
      bar.stop();
    },
  };
}

const toMebibytes = (bytes: number) => Math.round(bytes / MEBIBYTE);
