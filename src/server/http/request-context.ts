import { AsyncLocalStorage } from 'node:async_hooks';

/** What is known about the request that is being answered. */
export interface RequestContext {
  readonly id: string;
  /** Milliseconds spent waiting for the engine in searches. */
  engineMs: number;
  /** Code of the problem that it was answered with. */
  problem: string | null;
}

const storage = new AsyncLocalStorage<RequestContext>();

/** Runs `work` as part of a request. */
export function runInRequest<T>(context: RequestContext, work: () => T): T {
  return storage.run(context, work);
}

/** The request being answered; undefined outside of one. */
export function currentRequest(): RequestContext | undefined {
  return storage.getStore();
}

/** Counts milliseconds spent waiting for the engine to the request being answered. */
export function addEngineTime(milliseconds: number): void {
  const context = storage.getStore();
  if (context !== undefined) context.engineMs += milliseconds;
}
