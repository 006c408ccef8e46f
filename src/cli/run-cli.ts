import { CommandFactory, CommandRunnerService } from 'nest-commander';
import { CliModule } from './cli.module.js';
import { readVersion } from './program.js';
import { describeFailure } from './terminal/describe-failure.js';
import { InterruptedError, OutputClosedError } from './terminal/interruption.js';
import { Terminal } from './terminal/terminal.js';
import type { TerminalParts } from './terminal/terminal.js';

/**
 * Runs one command line.
 * @param args without the program: `['import', 'products', 'file.ndjson']`
 * @returns the exit code: 0 done; 1 failed, or below a threshold; 2 `index plan` found changes; 130 interrupted (143 terminated, 129 hung up)
 */
export async function runCli(args: readonly string[], parts: TerminalParts): Promise<number> {
  const terminal = new Terminal(parts);
  const app = await CommandFactory.createWithoutRunning(CliModule.for(terminal), {
    logger: false,
    abortOnError: false,
    version: readVersion(),
    serviceErrorHandler: (error) => Promise.reject(error),
    outputConfiguration: {
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text),
    },
  });
  try {
    await app.get(CommandRunnerService).run(['node', 'aisle', ...args]);
    return terminal.exitCode;
  } catch (error) {
    return conclude(terminal, error);
  } finally {
    await app.close();
  }
}

function conclude(terminal: Terminal, error: unknown): number {
  if (isParserError(error)) return error.exitCode;
  if (error instanceof OutputClosedError) return terminal.exitCode;
  if (error instanceof InterruptedError) {
    terminal.tell('interrupted');
    return error.exitCode;
  }
  for (const line of describeFailure(error, terminal.environment['AISLE_DEBUG'] === '1')) terminal.tell(line);
  return 1;
}

interface ParserError extends Error {
  readonly exitCode: number;
}

/** The parser has said what is wrong, or printed the help. */
function isParserError(error: unknown): error is ParserError {
  if (!(error instanceof Error) || !('code' in error && 'exitCode' in error)) return false;
  return String(error.code).startsWith('commander.') && typeof error.exitCode === 'number';
}
