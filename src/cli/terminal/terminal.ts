import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { interruptible, OutputClosedError } from './interruption.js';

export interface TerminalParts {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly stdin: Readable;
  readonly stdout: Writable & { readonly isTTY?: boolean };
  readonly stderr: Writable & { readonly isTTY?: boolean };
}

/** Where a command reads and writes: results go to stdout, messages and progress to stderr. */
export class Terminal implements TerminalParts {
  readonly environment: TerminalParts['environment'];
  readonly stdin: TerminalParts['stdin'];
  readonly stdout: TerminalParts['stdout'];
  readonly stderr: TerminalParts['stderr'];
  #exitCode = 0;

  constructor({ environment, stdin, stdout, stderr }: TerminalParts) {
    this.environment = environment;
    this.stdin = stdin;
    this.stdout = stdout;
    this.stderr = stderr;
  }

  /** The exit code that the command asked for, 0 unless it did. */
  get exitCode(): number {
    return this.#exitCode;
  }

  /** Ends the process with this code when the command is done. */
  exitWith(code: number): void {
    this.#exitCode = code;
  }

  /** True when a progress bar can be drawn. */
  get isInteractive(): boolean {
    return this.stderr.isTTY === true;
  }

  /** True when the result appears on the screen. */
  get showsResult(): boolean {
    return this.stdout.isTTY === true;
  }

  /** Writes a line of the result, no faster than it is read. */
  async print(line: string): Promise<void> {
    await this.write(`${line}\n`);
  }

  /** Writes a piece of the result, no faster than it is read. */
  async write(text: string): Promise<void> {
    if (!this.stdout.writable) throw new OutputClosedError();
    if (!this.stdout.write(text)) await once(this.stdout, 'drain');
  }

  /** Writes a line for the person. */
  tell(line: string): void {
    this.stderr.write(`${line}\n`);
  }

  /**
   * Runs work that ends when the user interrupts it, or nobody reads the result any more.
   * @throws InterruptedError, OutputClosedError
   */
  interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    return interruptible(this.stdout, work);
  }
}
