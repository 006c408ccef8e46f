import calculateSlot from 'cluster-key-slot';
import type { RedisCommand } from '../redis-values.js';
import { isCommand } from '../script.js';
import type { ScriptCommand } from '../script.js';
import { routingKey } from './routing-key.js';

/** What `pipeline` takes. */
export type Item = RedisCommand | ScriptCommand;

/** The slot whose node carries something out; undefined when any node will do. */
export function slotOfItem(item: Item): number | undefined {
  const key = isCommand(item) ? routingKey(item) : item.keys[0];
  return key === undefined ? undefined : calculateSlot(key);
}
