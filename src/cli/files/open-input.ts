import { open, readFile } from 'node:fs/promises';
import { AisleError, parseJsonText } from '../../lib/index.js';
import type { Terminal } from '../terminal/terminal.js';
import { toFileError } from './file-error.js';

/** What is read, piece by piece. */
export interface Input {
  readonly chunks: AsyncIterable<Uint8Array>;
  /** null while that is not known. */
  readonly totalBytes: number | null;
  close(): Promise<void>;
}

/** Opens a file, or standard input for `-`. @throws INVALID_VALUE when it cannot be read */
export async function openInput(terminal: Terminal, path: string): Promise<Input> {
  if (path === '-') {
    const { stdin } = terminal;
    return {
      chunks: stdin,
      totalBytes: null,
      close: () => {
        stdin.destroy();
        return Promise.resolve();
      },
    };
  }
  try {
    const file = await open(path);
    const stats = await file.stat();
    if (stats.isDirectory()) {
      await file.close();
      throw new AisleError('INVALID_VALUE', `"${path}" cannot be read: it is a folder.`);
    }
    return {
      chunks: file.createReadStream({ autoClose: false }),
      totalBytes: stats.isFile() ? stats.size : null,
      close: () => file.close(),
    };
  } catch (error) {
    throw toFileError(error, path, 'read');
  }
}

/** Reads a JSON file, or standard input for `-`. @throws INVALID_VALUE, INVALID_JSON */
export async function readJsonFile(terminal: Terminal, path: string): Promise<unknown> {
  return parseJsonText(await readText(terminal, path), path === '-' ? 'Standard input' : `"${path}"`);
}

/** Reads a text file, or standard input for `-`. @throws INVALID_VALUE */
export async function readText(terminal: Terminal, path: string): Promise<string> {
  if (path === '-') {
    const chunks: Uint8Array[] = [];
    for await (const chunk of terminal.stdin as AsyncIterable<Uint8Array>) chunks.push(chunk);
    return Buffer.concat(chunks).toString('utf8');
  }
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw toFileError(error, path, 'read');
  }
}

/** Passes pieces on and tells how many bytes went by. */
export async function* countBytes(
  chunks: AsyncIterable<Uint8Array>,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  let bytes = 0;
  for await (const chunk of chunks) {
    yield chunk;
    bytes += chunk.length;
    onBytes(bytes);
  }
}
