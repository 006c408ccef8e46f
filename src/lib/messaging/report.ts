/** Told what went wrong where nobody waits for it. */
export type ReportError = (error: unknown, where: string) => void;

/** Node's own way for faults that do not end the program: a line on stderr, and the event `warning`. */
export const warn: ReportError = (error, where) => {
  process.emitWarning(`${where}: ${error instanceof Error ? error.message : String(error)}`, 'AisleWarning');
};

/** Reports to a log of Nest. */
export function logTo(logger: { error(message: string, stack?: string): void }): ReportError {
  return (error, where) => {
    logger.error(
      `${where}: ${error instanceof Error ? error.message : String(error)}`,
      error instanceof Error ? error.stack : undefined,
    );
  };
}
