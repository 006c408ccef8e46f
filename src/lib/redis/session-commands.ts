import { AisleError } from '../errors/aisle-error.js';
import type { RedisCommand } from './redis-values.js';
import { isCommand } from './script.js';
import type { ScriptCommand } from './script.js';

/**
 * What a command does to the connection it travels on:
 * - `breaks`: the order of replies or the protocol would change, so no connection of ours takes it;
 * - `blocks`: it holds up all that follows;
 * - `opens`, `ends`: it begins or ends a state that lies on the connection;
 * - `alters`: it changes the connection for good.
 */
type SessionEffect = 'breaks' | 'blocks' | 'opens' | 'ends' | 'alters';

const EFFECTS: ReadonlyMap<unknown, SessionEffect> = new Map<unknown, SessionEffect>([
  ...each('breaks', 'SUBSCRIBE PSUBSCRIBE SSUBSCRIBE UNSUBSCRIBE PUNSUBSCRIBE SUNSUBSCRIBE MONITOR SYNC PSYNC'),
  ...each('breaks', 'HELLO RESET QUIT'),
  ...each('blocks', 'BLPOP BRPOP BLMOVE BLMPOP BRPOPLPUSH BZPOPMIN BZPOPMAX BZMPOP WAIT WAITAOF'),
  ...each('opens', 'WATCH MULTI'),
  ...each('ends', 'EXEC DISCARD UNWATCH'),
  ...each('alters', 'SELECT AUTH READONLY READWRITE ASKING'),
]);

export function sessionEffect(command: RedisCommand): SessionEffect | undefined {
  const name = command[0];
  const effect = EFFECTS.get(name);
  if (effect !== undefined || typeof name !== 'string') return effect;
  if (name.startsWith('XREAD')) return command.some(isBlock) ? 'blocks' : undefined;
  return name === 'CLIENT' && (command[1] === 'REPLY' || command[1] === 'TRACKING') ? 'breaks' : undefined;
}

function isBlock(word: unknown): boolean {
  return word === 'BLOCK' || word === 'block';
}

function each(effect: SessionEffect, names: string): [string, SessionEffect][] {
  return names.split(' ').map((name) => [name, effect]);
}

/** Why no connection takes a command: it has no words, or it would change how replies come. */
export function commandFault(command: RedisCommand): AisleError | undefined {
  // The engine never answers an empty command, so every later reply would go to the wrong caller.
  if (command.length === 0) return new AisleError('INTERNAL', 'A Redis command needs at least its name.');
  return sessionEffect(command) === 'breaks' ? breakingFault(command) : undefined;
}

/** Why a connection that others use does not take a command. */
export function sharedCommandFault(command: RedisCommand): AisleError | undefined {
  const effect = sessionEffect(command);
  if (effect === undefined) return command.length === 0 ? commandFault(command) : undefined;
  if (effect === 'breaks') return breakingFault(command);
  return new AisleError('INTERNAL', `${String(command[0])} needs a connection of its own: send it inside exclusive().`);
}

/** The same for commands sent as one, which may hold a whole MULTI … EXEC. */
export function sharedBatchFault(items: readonly (RedisCommand | ScriptCommand)[]): AisleError | undefined {
  let inTransaction = false;
  for (const command of items) {
    if (!isCommand(command)) continue;
    const name = command[0];
    if (name === 'MULTI' && !inTransaction) inTransaction = true;
    else if (inTransaction && (name === 'EXEC' || name === 'DISCARD')) inTransaction = false;
    else if (!inTransaction || sessionEffect(command) !== 'blocks') {
      const fault = sharedCommandFault(command);
      if (fault !== undefined) return fault;
    }
  }
  if (!inTransaction) return undefined;
  return new AisleError('INTERNAL', 'MULTI without EXEC: send both in one pipeline, or use exclusive().');
}

function breakingFault([name]: RedisCommand): AisleError {
  return new AisleError(
    'INTERNAL',
    `${String(name)} cannot be sent through this connection: it changes how replies come.`,
  );
}
