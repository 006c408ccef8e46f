import { Injectable } from '@nestjs/common';
import { CommandRunner, Option } from 'nest-commander';
import { withStore } from './store/open-store.js';
import type { OpenStoreOptions, Store } from './store/open-store.js';
import { readStoreSettings } from './store/store-settings.js';
import type { StoreFlags } from './store/store-settings.js';
import { Terminal } from './terminal/terminal.js';

/** The command that the parser of the command line builds. */
export type ParserCommand = Parameters<CommandRunner['setCommand']>[0];

/** Lets mistakes in the command line come back as errors, and what stands behind a subcommand belong to it. */
export function configureParser(command: ParserCommand): ParserCommand {
  return command
    .exitOverride()
    .enablePositionalOptions()
    .allowExcessArguments(false)
    .helpOption('-h, --help', 'show this help')
    .showHelpAfterError('Run it with --help for options and examples.');
}

/** The base of all commands: what the line says wrong is an error. */
@Injectable()
export abstract class AisleCommand extends CommandRunner {
  constructor(protected readonly terminal: Terminal) {
    super();
  }

  override setCommand(command: ParserCommand): this {
    return super.setCommand(configureParser(command));
  }
}

/** The base of the commands that work on stored documents. */
export abstract class StoreCommand extends AisleCommand {
  @Option({
    flags: '--url <url>',
    description:
      'Redis to use, such as redis://user:password@host:6379 (default: AISLE_REDIS_URL, REDIS_URL, else an engine of its own)',
  })
  parseUrl(value: string): string {
    return value;
  }

  @Option({
    flags: '--home <folder>',
    description: 'folder of the own engine and its data; no URL is used then (default: AISLE_HOME, else .aisle)',
  })
  parseHome(value: string): string {
    return value;
  }

  @Option({
    flags: '--namespace <name>',
    description: 'what all keys begin with (default: AISLE_NAMESPACE, else aisle)',
  })
  parseNamespace(value: string): string {
    return value;
  }

  /** Runs work on the store that options and environment name, until it is done or the user ends it. */
  protected withStore(
    flags: StoreFlags,
    work: (store: Store, signal: AbortSignal) => Promise<void>,
    options: OpenStoreOptions = {},
  ): Promise<void> {
    const settings = readStoreSettings(this.terminal.environment, flags);
    return this.terminal.interruptible((signal) =>
      withStore(this.terminal, settings, (store) => work(store, signal), options),
    );
  }
}

/** The examples below the options of a command's help. */
export function formatExamples(examples: readonly (readonly [line: string, meaning: string])[]): string {
  const width = Math.max(...examples.map(([line]) => line.length));
  const lines = examples.map(([line, meaning]) => `  ${line.padEnd(width)}  ${meaning}`);
  return ['', 'Examples:', ...lines].join('\n');
}
