/** Told what went wrong where nobody waits for it. */
export type ReportError = (error: unknown, where: string) => void;

/** The error in one line. */
export function describeError(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

/** Node's own way for faults that do not end the program: a line on stderr, and the event `warning`. */
export const warn: ReportError = (error, where) => {
  process.emitWarning(`${where}: ${describeError(error)}`, 'AisleWarning');
};

/** Reports to a log of Nest. */
export function logTo(logger: { error(message: string, stack?: string): void }): ReportError {
  return (error, where) => {
    logger.error(`${where}: ${describeError(error)}`, error instanceof Error ? error.stack : undefined);
  };
}
