import { EngineError, EngineUnavailableError, TransactionConflictError } from '../../errors/engine-errors.js';
import type { RedisConnection } from '../../redis/redis-connection.js';
import type { RedisCommand, RedisReply } from '../../redis/redis-values.js';

/** What a transaction is to do, decided from what it read. */
export interface TransactionPlan<T> {
  /** Carried out together, if nobody changed a watched key meanwhile. None: nothing is to do. */
  readonly commands: readonly RedisCommand[];
  readonly value: T;
}

/** Reads what a plan needs, over the connection that watches. */
export type PlanTransaction<T> = (
  connection: Pick<RedisConnection, 'send' | 'pipeline' | 'run'>,
) => Promise<TransactionPlan<T>>;

export interface TransactionResult<T> {
  /** That of the plan. */
  readonly value: T;
  /** What the commands answered. */
  readonly replies: readonly RedisReply[];
}

/** Why nothing was carried out, so that it can be tried again: a watched key was changed, or the connection was lost. */
export interface NotCarriedOut {
  readonly cause: EngineUnavailableError | null;
}

/** One try, on a connection of its own, which is not made anew when it is lost. */
export async function tryTransaction<T>(
  connection: RedisConnection,
  watched: readonly string[],
  plan: PlanTransaction<T>,
): Promise<TransactionResult<T> | NotCarriedOut> {
  const planned = await planTransaction(connection, watched, plan);
  if ('cause' in planned) return planned;
  const { commands, value } = planned;
  if (commands.length === 0) return { value, replies: [] };
  try {
    const replies = await execute(connection, commands);
    return replies === null ? { cause: null } : { value, replies };
  } catch (error) {
    if (error instanceof EngineUnavailableError && !error.sent) return { cause: error };
    throw error;
  }
}

async function planTransaction<T>(
  connection: RedisConnection,
  watched: readonly string[],
  plan: PlanTransaction<T>,
): Promise<TransactionPlan<T> | NotCarriedOut> {
  try {
    await connection.send(['WATCH', ...watched]);
    const planned = await plan(connection);
    if (planned.commands.length === 0) await connection.send(['UNWATCH']);
    return planned;
  } catch (error) {
    if (error instanceof EngineUnavailableError) return { cause: error };
    throw error;
  }
}

/**
 * Sends MULTI, the commands and EXEC in one round trip.
 * @returns null when a watched key was changed
 */
export async function execute(
  connection: RedisConnection,
  commands: readonly RedisCommand[],
): Promise<readonly RedisReply[] | null> {
  const replies = await connection.pipeline([['MULTI'], ...commands, ['EXEC']]);
  const outcome = replies.at(-1) ?? null;
  if (outcome === null || outcome instanceof TransactionConflictError) return null;
  const refused = replies.find((reply) => reply instanceof Error);
  if (refused !== undefined) throw refused;
  if (!isList(outcome)) throw new EngineError('The engine answered EXEC with something unknown.');
  return outcome;
}

const isList = (reply: RedisReply | Error): reply is readonly RedisReply[] => Array.isArray(reply);
