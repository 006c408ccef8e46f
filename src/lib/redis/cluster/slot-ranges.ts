import { EngineError } from '../../errors/engine-errors.js';
import type { Endpoint } from '../redis-url.js';
import type { RedisReply } from '../redis-values.js';

/** How many slots every cluster has. */
export const SLOTS = 16_384;

type Address = Extract<Endpoint, { readonly host: string }>;

/** Consecutive slots, with the node that owns them and those that copy it. */
export interface SlotRange {
  readonly from: number;
  readonly to: number;
  readonly primary: Address;
  readonly replicas: readonly Address[];
}

/** Reads the reply of CLUSTER SLOTS. A node that does not know its own address leaves it out: it is that which was `asked`. */
export function readSlotRanges(reply: RedisReply, asked: string): readonly SlotRange[] {
  const ranges: readonly unknown[] = Array.isArray(reply) ? reply : [];
  return ranges.map((range) => {
    const [from, to, primary, ...replicas]: readonly unknown[] = toList(range);
    return {
      from: Number(from),
      to: Number(to),
      primary: readAddress(primary, asked),
      replicas: replicas.map((replica) => readAddress(replica, asked)),
    };
  });
}

function readAddress(node: unknown, asked: string): Address {
  const [host, port] = toList(node);
  return { host: typeof host === 'string' && host !== '' ? host : asked, port: Number(port) };
}

function toList(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new EngineError('The engine answered CLUSTER SLOTS with something unknown.');
}

/** Where a reply sends a command: for good (`MOVED`), or this once (`ASK`). */
export interface Redirection {
  readonly kind: 'MOVED' | 'ASK';
  readonly slot: number;
  readonly address: Address;
}

/** Reads `MOVED 3999 127.0.0.1:7001`; a blank host stands for the node that answered. */
export function readRedirection(text: string, asked: string): Redirection | undefined {
  const [, kind, slot, host, port] = /^(MOVED|ASK) (\d+) (.*):(\d+)$/.exec(text) ?? [];
  if (kind !== 'MOVED' && kind !== 'ASK') return undefined;
  return {
    kind,
    slot: Number(slot),
    address: { host: host === undefined || host === '' ? asked : host, port: Number(port) },
  };
}
