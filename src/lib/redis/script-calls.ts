import { ScriptNotLoadedError } from '../errors/engine-errors.js';
import type { Link } from './link.js';
import type { CommandOptions } from './redis-connection.js';
import type { RedisCommand, RedisReply } from './redis-values.js';
import { evalText, evalsha, isCommand } from './script.js';
import type { Script, ScriptCommand } from './script.js';

/** Runs a script; a text that the server may not know yet travels before the call, in the same round trip. */
export function runScript(link: Link, call: ScriptCommand, options?: CommandOptions): Promise<RedisReply> {
  loadScript(link, call.script);
  return link.send(evalsha(call), options, (failure) => {
    if (!(failure instanceof ScriptNotLoadedError)) return undefined;
    link.scripts.delete(call.script.sha1);
    return link.send(evalText(call), options);
  });
}

/** Sends commands and calls of scripts in one go; calls whose script the server lost are sent again with the text. */
export async function runBatch(
  link: Link,
  items: readonly (RedisCommand | ScriptCommand)[],
  options?: CommandOptions,
): Promise<(RedisReply | Error)[]> {
  if (items.every(isCommand)) return link.batch(items, options);
  for (const item of items) if (!isCommand(item)) loadScript(link, item.script);
  const replies: (RedisReply | Error)[] = await link.batch(
    items.map((item) => (isCommand(item) ? item : evalsha(item))),
    options,
  );
  const lost = items.flatMap((item, position) =>
    !isCommand(item) && replies[position] instanceof ScriptNotLoadedError ? [{ item, position }] : [],
  );
  if (lost.length === 0) return replies;
  for (const { item } of lost) link.scripts.delete(item.script.sha1);
  const again = await link.batch(
    lost.map(({ item }) => evalText(item)),
    options,
  );
  lost.forEach(({ position }, index) => {
    replies[position] = again[index] ?? null;
  });
  return replies;
}

function loadScript(link: Link, { sha1, text }: Script): void {
  if (!link.isReady() || link.scripts.has(sha1)) return;
  link.scripts.add(sha1);
  // Where it fails, the call answers NOSCRIPT and goes out again with the text.
  link.send(['SCRIPT', 'LOAD', text]).catch(() => undefined);
}
