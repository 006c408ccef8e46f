import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { InjectCommander } from 'nest-commander';
import { configureParser, formatExamples } from './aisle-command.js';
import type { ParserCommand } from './aisle-command.js';

const NAME = 'aisle';

/** Gives the program its name and its help. */
@Injectable()
export class Program {
  constructor(@InjectCommander() command: ParserCommand) {
    configureParser(command)
      .name(NAME)
      .description('Product search and document store on Redis: runs, fills and looks after it.')
      .addHelpCommand('help [command]', 'show the help of a command')
      .addHelpText('after', EPILOGUE);
  }
}

const EPILOGUE = [
  formatExamples([
    ['aisle start', 'run the server; everything it needs is fetched and started'],
    ['aisle seed', 'load the example catalogue'],
    ['aisle generate --count 100000', 'add 100,000 made-up products'],
    ['aisle export products > products.ndjson', 'write all products, one a line'],
    ['aisle doctor', 'check engine, indexes and configuration'],
  ]),
  '',
  'Environment: AISLE_REDIS_URL or REDIS_URL (a Redis that runs; without one an engine of its own is started),',
  'AISLE_HOME, AISLE_NAMESPACE; "aisle doctor" lists all variables with their values. AISLE_DEBUG=1 shows stack traces.',
].join('\n');

/** The version of this package. */
export function readVersion(): string {
  const text = readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8');
  const { version } = JSON.parse(text) as { readonly version: string };
  return version;
}
