import { Readable, Writable } from 'node:stream';
import { runCli } from '../../src/cli/run-cli.js';

/** What a command left behind. */
export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  /** Without lines of progress: whether there are any depends on how fast the machine is. */
  readonly stderr: string;
}

export interface CommandOptions {
  /** All of the environment that the command sees. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly input?: string | Buffer;
}

/** Runs a command line within this process. */
export async function runCommand(
  args: readonly string[],
  { environment = {}, input = '' }: CommandOptions = {},
): Promise<CommandResult> {
  const stdout = new Collector();
  const stderr = new Collector();
  const stdin = Readable.from([Buffer.from(input)], { objectMode: false });
  const code = await runCli(args, { environment, stdin, stdout, stderr });
  return { code, stdout: stdout.text, stderr: withoutProgress(stderr.text) };
}

const PROGRESS = /^.+: (?:[\d.,]+(?: \w+)? of [\d.,]+ \w+ \(\d+ %\)|[\d.,]+ \w+, [\d.,]+(?: \w+)?\/s|\d+ %).*\n/gm;

/** What a command told, without the lines that come every few seconds while it works. */
export const withoutProgress = (text: string): string => text.replaceAll(PROGRESS, '');

class Collector extends Writable {
  text = '';

  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    this.text += chunk.toString('utf8');
    done();
  }
}
