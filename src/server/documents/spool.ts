import { randomUUID } from 'node:crypto';
import { open, unlink } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

const CHUNK_CHARACTERS = 65_536;

/**
 * Text kept in a file until it can be sent. The file has no name while it is used, so that nothing is left of it however
 * the process ends.
 */
export class Spool {
  #text = '';

  private constructor(private readonly file: FileHandle) {}

  static async open(): Promise<Spool> {
    const path = join(tmpdir(), `aisle-${randomUUID()}`);
    const file = await open(path, 'wx+', 0o600);
    await unlink(path);
    return new Spool(file);
  }

  async write(text: string): Promise<void> {
    this.#text += text;
    if (this.#text.length >= CHUNK_CHARACTERS) await this.#flush();
  }

  /** All that was written, from the beginning. */
  async read(): Promise<Readable> {
    await this.#flush();
    return this.file.createReadStream({ start: 0, autoClose: false });
  }

  close(): Promise<void> {
    return this.file.close();
  }

  async #flush(): Promise<void> {
    const text = this.#text;
    this.#text = '';
    await this.file.appendFile(text);
  }
}
