import { EngineClusterError } from '../../errors/engine-errors.js';
import type { Link } from '../link.js';
import type { CommandOptions } from '../redis-connection.js';
import type { RedisReply } from '../redis-values.js';
import { isCommand } from '../script.js';
import { runBatch } from '../script-calls.js';
import type { ClusterLinks } from './cluster-links.js';
import { attempt, isMisdirected } from './redirections.js';
import { slotOfItem } from './slot-of-item.js';
import type { Item } from './slot-of-item.js';

/** What has to stay together: one command, or all from MULTI to EXEC. */
interface Unit {
  readonly slot: number | undefined;
  /** Where its items stand among all. */
  readonly from: number;
  readonly items: readonly Item[];
}

/** Sends to each node what is its own, all at the same time, and puts the replies in order. */
export async function runClusterBatch(
  links: ClusterLinks,
  items: readonly Item[],
  options: CommandOptions | undefined,
): Promise<(RedisReply | Error)[]> {
  const replies: (RedisReply | Error)[] = items.map(() => null);
  const put = ({ from }: Unit, answers: readonly (RedisReply | Error)[]) => {
    answers.forEach((answer, at) => (replies[from + at] = answer));
  };
  const mend = async (unit: Unit) => {
    put(unit, await runUnit(links, unit, options));
  };
  await Promise.all(
    [...groupByLink(links, toUnits(items), options, put)].map(async ([link, units]) => {
      const answers = await runBatch(
        link,
        units.flatMap((unit) => unit.items),
        options,
      );
      let next = 0;
      const again: Promise<void>[] = [];
      for (const unit of units) {
        const own = answers.slice(next, (next += unit.items.length));
        put(unit, own);
        if (own.some((answer) => isMisdirected(answer, links, link, unit.slot))) {
          again.push(mend(unit));
        }
      }
      await Promise.all(again);
    }),
  );
  return replies;
}

function groupByLink(
  links: ClusterLinks,
  units: readonly Unit[],
  options: CommandOptions | undefined,
  put: (unit: Unit, answers: readonly Error[]) => void,
): ReadonlyMap<Link, readonly Unit[]> {
  const groups = new Map<Link, Unit[]>();
  for (const unit of units) {
    try {
      const link = links.linkOf(unit.slot, options);
      const group = groups.get(link);
      if (group === undefined) groups.set(link, [unit]);
      else group.push(unit);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      put(
        unit,
        unit.items.map(() => error),
      );
    }
  }
  return groups;
}

/** Sends a unit on its own, following the cluster's redirections. */
async function runUnit(
  links: ClusterLinks,
  { slot, items }: Unit,
  options: CommandOptions | undefined,
): Promise<readonly (RedisReply | Error)[]> {
  try {
    return await attempt(links, slot, options, async (link, left, asking) => {
      const [first] = items;
      const isSingle = items.length === 1 && first !== undefined;
      const answers = await runBatch(link, asking && isSingle ? [['ASKING'], first] : items, left);
      const own = asking && isSingle ? answers.slice(1) : answers;
      const misdirected = own.find((answer) => isMisdirected(answer, links, link, slot));
      if (misdirected instanceof Error) throw misdirected;
      return own;
    });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return items.map(() => error);
  }
}

function toUnits(items: readonly Item[]): readonly Unit[] {
  const units: Unit[] = [];
  for (let from = 0; from < items.length;) {
    const end = lengthOfUnit(items, from);
    const own = items.slice(from, from + end);
    units.push({ from, items: own, slot: own.map(slotOfItem).find((slot) => slot !== undefined) });
    from += end;
  }
  return units;
}

function lengthOfUnit(items: readonly Item[], from: number): number {
  if (!isNamed(items[from], 'MULTI')) return 1;
  const end = items.findIndex((item, at) => at > from && (isNamed(item, 'EXEC') || isNamed(item, 'DISCARD')));
  if (end === -1) throw new EngineClusterError('MULTI without EXEC.');
  return end - from + 1;
}

const isNamed = (item: Item | undefined, name: string) => item !== undefined && isCommand(item) && item[0] === name;
