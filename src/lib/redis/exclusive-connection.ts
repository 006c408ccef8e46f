import { AisleError } from '../errors/aisle-error.js';
import type { Link } from './link.js';
import type { RedisConnection } from './redis-connection.js';
import type { RedisCommand } from './redis-values.js';
import { isCommand } from './script.js';
import { runBatch, runScript } from './script-calls.js';
import { commandFault, sessionEffect } from './session-commands.js';

export interface ExclusiveConnection extends RedisConnection {
  /** True when the connection is as it was before, and may be lent again. */
  readonly isClean: () => boolean;
  /** Refuses all commands from now on. */
  readonly end: () => void;
}

/** The view of a link that one user has alone; `outer` is the connection it was lent by. */
export function createExclusiveConnection(link: Link, outer: RedisConnection): ExclusiveConnection {
  const open = new Set<'MULTI' | 'WATCH'>();
  let isAltered = false;
  let hasEnded = false;

  const faultOf = (command: RedisCommand): AisleError | undefined => {
    if (hasEnded) return new AisleError('INTERNAL', 'A connection lent by exclusive() was used after its end.');
    return commandFault(command);
  };
  const note = (command: RedisCommand) => {
    const [name] = command;
    if (name === 'MULTI' || name === 'WATCH') open.add(name);
    else if (name === 'EXEC' || name === 'DISCARD') open.clear();
    else if (name === 'UNWATCH' && !open.has('MULTI')) open.clear();
    else if (sessionEffect(command) === 'alters') isAltered = true;
  };

  return {
    capabilities: outer.capabilities,
    send(command, options) {
      const fault = faultOf(command);
      if (fault !== undefined) return Promise.reject(fault);
      note(command);
      return link.send(command, options);
    },
    pipeline(items, options) {
      const commands = items.filter(isCommand);
      const fault = commands.map(faultOf).find((found) => found !== undefined);
      if (fault !== undefined) return Promise.resolve(items.map(() => fault));
      commands.forEach(note);
      return runBatch(link, items, options);
    },
    run(script, keys, args, options) {
      const fault = faultOf(['EVALSHA']);
      return fault === undefined ? runScript(link, { script, keys, args }, options) : Promise.reject(fault);
    },
    exclusive: (use) => outer.exclusive(use),
    subscriber: outer.subscriber,
    primaries: () => outer.primaries(),
    isReady: () => !hasEnded && link.isReady(),
    losses: () => link.losses,
    close() {
      isAltered = true;
      hasEnded = true;
      return Promise.resolve();
    },
    isClean: () => open.size === 0 && !isAltered && link.isReady() && link.isQuiet,
    end() {
      hasEnded = true;
    },
  };
}
