import { ConsoleLogger } from '@nestjs/common';
import { LOG_LEVELS } from '../config/server-config.js';
import type { LogLevelName } from '../config/server-config.js';

/** What the framework tells while it starts is for who debugs it. */
const FRAMEWORK = new Set([
  'NestFactory',
  'NestApplication',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'ExceptionHandler',
]);

/** Logs a JSON object a line, or coloured text on a terminal. */
export class ServerLogger extends ConsoleLogger {
  constructor(level: LogLevelName, isTerminal: boolean) {
    super({
      json: !isTerminal,
      colors: isTerminal,
      compact: true,
      flattenParams: true,
      prefix: 'Aisle',
      logLevels: LOG_LEVELS.slice(0, LOG_LEVELS.indexOf(level) + 1),
    });
  }

  override log(message: unknown, ...details: readonly unknown[]): void {
    if (isOfFramework(details)) super.debug(message, ...details);
    else super.log(message, ...details);
  }

  /** Why the server cannot start is told by whoever starts it. */
  override error(message: unknown, ...details: readonly unknown[]): void {
    if (isOfFramework(details)) super.debug(message, ...details);
    else super.error(message, ...details);
  }
}

function isOfFramework(details: readonly unknown[]): boolean {
  const context = details.at(-1);
  return typeof context === 'string' && FRAMEWORK.has(context);
}
