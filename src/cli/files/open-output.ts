import { open, realpath, rename, rm, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { AisleError } from '../../lib/index.js';
import type { Terminal } from '../terminal/terminal.js';
import { toFileError } from './file-error.js';

/** Where text is written to, no faster than it is taken. */
export interface Output {
  readonly write: (text: string) => Promise<void>;
}

interface Sink extends Output {
  /** Puts the file in its place: all was written. */
  readonly complete: () => Promise<void>;
  /** Gives up: a file that was there stays as it was. */
  readonly discard: () => Promise<void>;
}

const BUFFER_LENGTH = 65_536;

/**
 * Opens a file, or standard output for `-`, for some work. The file appears under its name only when the work succeeded, so
 * that a cut-off one is never taken for it.
 * @throws INVALID_VALUE when it cannot be written
 */
export async function withOutput<T>(
  terminal: Terminal,
  path: string,
  work: (output: Output) => Promise<T>,
): Promise<T> {
  const sink = buffered(path === '-' ? standardOutput(terminal) : await openFile(path));
  try {
    const result = await work(sink);
    await sink.complete();
    return result;
  } catch (error) {
    await sink.discard();
    throw toFileError(error, path, 'written');
  }
}

function standardOutput(terminal: Terminal): Sink {
  return {
    write: (text) => terminal.write(text),
    complete: () => Promise.resolve(),
    discard: () => Promise.resolve(),
  };
}

async function openFile(path: string): Promise<Sink> {
  try {
    const target = await realpath(path).catch(() => path);
    const stats = await stat(target).catch(() => null);
    if (stats?.isDirectory()) throw new AisleError('INVALID_VALUE', `"${path}" cannot be written: it is a folder.`);
    // Devices and pipes are written as they are.
    return stats === null || stats.isFile() ? await replaceFile(target) : writeTo(await open(target, 'w'));
  } catch (error) {
    throw toFileError(error, path, 'written');
  }
}

async function replaceFile(target: string): Promise<Sink> {
  const written = `${target}.${process.pid}.partial`;
  const { write, complete, discard } = writeTo(await open(written, 'w'));
  return {
    write,
    complete: async () => {
      await complete();
      await rename(written, target);
    },
    discard: async () => {
      await discard();
      await rm(written, { force: true });
    },
  };
}

function writeTo(file: FileHandle): Sink {
  return {
    write: (text) => file.appendFile(text),
    complete: () => file.close(),
    discard: () => file.close(),
  };
}

/** Lines are short: they travel together. */
function buffered({ write, complete, discard }: Sink): Sink {
  let text = '';
  const flush = async () => {
    const pending = text;
    text = '';
    if (pending !== '') await write(pending);
  };
  return {
    write: async (more) => {
      text += more;
      if (text.length >= BUFFER_LENGTH) await flush();
    },
    complete: async () => {
      await flush();
      await complete();
    },
    discard,
  };
}
