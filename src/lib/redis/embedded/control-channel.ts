import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { EngineUnavailableError } from '../../errors/engine-errors.js';
import type { EngineProgress } from './engine-files.js';
import { splitLines } from './lines.js';
import { parseSupervisorMessage } from './supervisor-message.js';

export type Hold =
  /** The engine runs as long as the socket is open. */
  | { readonly kind: 'held'; readonly socket: Socket; readonly persistence: string }
  /** Nobody is there. */
  | { readonly kind: 'refused' }
  /** The supervisor has ended meanwhile. */
  | { readonly kind: 'ended' };

const SILENCE_MS = 20_000;
const ABSENT = new Set(['ECONNREFUSED', 'ENOENT']);
const GONE = new Set(['ECONNRESET', 'EPIPE']);

/**
 * Asks the supervisor at an address for its engine and waits until it is ready, as long as the supervisor gives signs of life.
 * @throws EngineUnavailableError when the engine does not start, or the supervisor is silent.
 */
export function holdEngine(address: string, onProgress: (progress: EngineProgress) => void): Promise<Hold> {
  return new Promise((resolve, reject) => {
    const socket = connect(address);
    const silence = setTimeout(() => {
      fail(new EngineUnavailableError(`The supervisor of the engine has been silent for ${SILENCE_MS / 1000} s.`));
    }, SILENCE_MS);
    const settle = () => {
      clearTimeout(silence);
      socket.removeAllListeners('data').resume();
    };
    const fail = (error: Error) => {
      settle();
      socket.destroy();
      reject(error);
    };
    let failure: NodeJS.ErrnoException | null = null;
    socket.on('error', (error) => {
      failure = error;
    });
    socket.once('close', () => {
      settle();
      const code = failure?.code ?? '';
      if (ABSENT.has(code)) resolve({ kind: 'refused' });
      else if (failure === null || GONE.has(code)) resolve({ kind: 'ended' });
      else
        reject(new EngineUnavailableError(`The supervisor cannot be asked: ${failure.message}.`, { cause: failure }));
    });
    const onLine = (line: string) => {
      silence.refresh();
      const message = parseSupervisorMessage(line);
      if (message.kind === 'loading') onProgress({ label: 'Loading the data', ...message.progress });
      if (message.kind === 'failed') fail(new EngineUnavailableError(`The engine cannot be used: ${message.reason}`));
      if (message.kind !== 'ready') return;
      settle();
      resolve({ kind: 'held', socket, persistence: message.persistence });
    };
    socket.setEncoding('utf8').on('data', splitLines(onLine));
    socket.write('hold\n');
  });
}

/** Gives an engine back; resolves when the supervisor has taken note, and without grace when the engine has ended. */
export function releaseEngine(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    if (socket.destroyed) {
      resolve();
      return;
    }
    socket.ref();
    socket.setTimeout(SILENCE_MS, () => socket.destroy());
    socket.once('close', () => {
      resolve();
    });
    socket.end();
  });
}
