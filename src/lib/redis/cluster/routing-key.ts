import type { RedisArgument, RedisCommand } from '../redis-values.js';

/** Commands that name no key: any node can answer them. */
const KEYLESS = new Set(
  (
    'ACL ASKING AUTH BGREWRITEAOF BGSAVE CLIENT CLUSTER COMMAND CONFIG DBSIZE DISCARD ECHO EXEC FUNCTION HELLO INFO ' +
    'LASTSAVE LATENCY MODULE MULTI PING PUBLISH PUBSUB READONLY READWRITE ROLE SCRIPT SLOWLOG TIME UNWATCH WAIT WAITAOF'
  ).split(' '),
);

/** Where the first key stands, or the number of keys before it; 1 for commands that are not named. */
const POSITIONS: Readonly<Record<string, number>> = {
  ...at(2, 'XGROUP XINFO OBJECT BITOP MEMORY JSON.DEBUG LMPOP ZMPOP SINTERCARD ZINTERCARD ZUNION ZINTER ZDIFF'),
  ...at(3, 'EVAL EVALSHA EVAL_RO EVALSHA_RO FCALL FCALL_RO BLMPOP BZMPOP'),
};

/** The word by which a command finds its node: its first key, or undefined when any node will do. */
export function routingKey(command: RedisCommand): RedisArgument | undefined {
  const name = String(command[0]).toUpperCase();
  if (KEYLESS.has(name) || name.startsWith('FT.')) return undefined;
  if (name === 'SCAN') return taggedPattern(command);
  if (name === 'XREAD' || name === 'XREADGROUP') return command[wordAt(command, 'STREAMS') + 1];
  return command[POSITIONS[name] ?? 1];
}

/** A SCAN within one hash tag concerns one node; all others must be sent to each node. */
function taggedPattern(command: RedisCommand): RedisArgument | undefined {
  const pattern = command[wordAt(command, 'MATCH') + 1];
  return typeof pattern === 'string' && /^[^*?[\\{]*\{[^*?[\\}]+\}/.test(pattern) ? pattern : undefined;
}

function wordAt(command: RedisCommand, word: string): number {
  const position = command.findIndex((each) => typeof each === 'string' && each.toUpperCase() === word);
  return position === -1 ? command.length : position;
}

function at(position: number, names: string): Record<string, number> {
  return Object.fromEntries(names.split(' ').map((name) => [name, position]));
}
