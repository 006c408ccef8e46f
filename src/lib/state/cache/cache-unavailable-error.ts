/** The engine failed a cache, told apart from what the loads of values throw. It does not leave this folder. */
export class CacheUnavailableError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** Gives callers the engine's own error. */
export async function orCause<T>(asking: Promise<T>): Promise<T> {
  try {
    return await asking;
  } catch (error) {
    throw error instanceof CacheUnavailableError ? (error.cause ?? error) : error;
  }
}
