import type { EngineProgress } from '../../lib/index.js';
import { startProgress } from '../terminal/progress.js';
import type { Progress } from '../terminal/progress.js';
import type { Terminal } from '../terminal/terminal.js';

/** Shows how far the engine has come: fetched once on a machine, then loading its data. */
export function showEngineProgress(terminal: Terminal) {
  let current: { readonly label: string; readonly progress: Progress } | undefined;
  return {
    update: ({ label, bytes, totalBytes }: EngineProgress): void => {
      const total = totalBytes === 0 ? null : totalBytes;
      if (current?.label !== label) {
        current?.progress.end();
        if (!terminal.isInteractive) terminal.tell(`${label} …`);
        current = { label, progress: startProgress(terminal, { label, unit: 'bytes', total }) };
      }
      current.progress.update(bytes, total);
    },
    end: (): void => {
      current?.progress.end();
    },
  };
}
