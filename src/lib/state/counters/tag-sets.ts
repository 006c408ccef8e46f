import { AisleError } from '../../errors/aisle-error.js';
import type { Keys } from '../../redis/keys.js';
import type { RedisConnection } from '../../redis/redis-connection.js';
import { defineScript } from '../../redis/script.js';
import { assertMember, assertStateName } from '../state-name.js';

/** Which items are wanted. */
export interface TagQuery {
  /** They have all of these. */
  readonly all?: readonly string[];
  /** They have at least one of these. */
  readonly any?: readonly string[];
  /** They have none of these. Needs `all` or `any` beside it. */
  readonly none?: readonly string[];
}

const MOST_TAGS = 1_000;

/**
 * Adds tags to an item, or takes them away. KEYS: the tags of the item, then the items of each tag. ARGV: command, item,
 * the tags. Answers how many changed.
 */
const CHANGE_TAGS = defineScript(`#!lua
local changed = 0
for i = 2, #KEYS do
  changed = changed + redis.call(ARGV[1], KEYS[1], ARGV[i + 1])
  redis.call(ARGV[1], KEYS[i], ARGV[2])
end
return changed
`);

/**
 * Items that have all, any or none of some tags, in order of their bytes. KEYS: items of the tags. ARGV: how many of them
 * are `all`, `any`; the others are `none`.
 */
const FIND_TAGGED = defineScript(`#!lua
local counts = { tonumber(ARGV[1]), tonumber(ARGV[2]) }
local function slice(from, count)
  local part = {}
  for i = from, from + count - 1 do part[#part + 1] = KEYS[i] end
  return part
end
local all, any = slice(1, counts[1]), slice(1 + counts[1], counts[2])
local none = slice(1 + counts[1] + counts[2], #KEYS - counts[1] - counts[2])
local found = #all > 0 and redis.call('SINTER', unpack(all)) or redis.call('SUNION', unpack(any))
local function membersOf(keys)
  local members = {}
  if #keys == 0 then return members end
  for _, member in ipairs(redis.call('SUNION', unpack(keys))) do members[member] = true end
  return members
end
local wanted, unwanted = membersOf(#all > 0 and any or {}), membersOf(none)
local items = {}
for _, item in ipairs(found) do
  if not unwanted[item] and (#all == 0 or #any == 0 or wanted[item]) then items[#items + 1] = item end
end
table.sort(items)
return items
`);

/** Tags of items, and which items have which of them. All of a group lies in one slot. */
export class TagSets {
  constructor(
    private readonly connection: RedisConnection,
    private readonly keys: Keys,
    private readonly group: string,
  ) {
    assertStateName('group of tags', group);
  }

  /** Gives tags to an item. @returns how many it did not have */
  add(item: string, tags: readonly string[]): Promise<number> {
    return this.#change('SADD', item, tags);
  }

  /** Takes tags from an item. @returns how many it had */
  remove(item: string, tags: readonly string[]): Promise<number> {
    return this.#change('SREM', item, tags);
  }

  /** The tags of an item, in order of their bytes. */
  async of(item: string): Promise<readonly string[]> {
    const tags = await this.connection.send(['SMEMBERS', this.#items('item', item)]);
    return Array.isArray(tags) ? tags.map(String).sort(compareBytes) : [];
  }

  /** The items that fit, in order of their bytes. @throws INVALID_VALUE without `all` and `any` */
  async find({ all = [], any = [], none = [] }: TagQuery): Promise<readonly string[]> {
    if (all.length + any.length === 0) {
      throw new AisleError(
        'INVALID_VALUE',
        'Name at least one tag in "all" or "any"; "none" alone would be everything.',
      );
    }
    const tags = [...all, ...any, ...none];
    assertTags(tags);
    const found = await this.connection.run(FIND_TAGGED, this.#tagKeys(tags), [String(all.length), String(any.length)]);
    return Array.isArray(found) ? found.map(String) : [];
  }

  /** How many items have all of the tags. */
  async count(tags: readonly [string, ...string[]]): Promise<number> {
    assertTags(tags);
    return Number(await this.connection.send(['SINTERCARD', String(tags.length), ...this.#tagKeys(tags)]));
  }

  async #change(command: 'SADD' | 'SREM', item: string, tags: readonly string[]): Promise<number> {
    assertTags(tags);
    if (tags.length === 0) return 0;
    const keys = [this.#items('item', item), ...this.#tagKeys(tags)];
    return Number(await this.connection.run(CHANGE_TAGS, keys, [command, item, ...tags]));
  }

  #tagKeys(tags: readonly string[]): readonly string[] {
    return tags.map((tag) => this.#items('tag', tag));
  }

  #items(kind: 'item' | 'tag', name: string): string {
    assertMember(kind, name);
    return this.keys.state('tags', `{${this.group}}`, `${kind}:${name}`);
  }
}

const compareBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

function assertTags(tags: readonly string[]): void {
  if (tags.length <= MOST_TAGS) return;
  throw new AisleError('LIMIT_EXCEEDED', `At most ${MOST_TAGS} tags at once, here are ${tags.length}.`);
}
