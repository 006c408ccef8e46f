import { partitionOf } from '../collections/partition.js';
import { withDefinitions } from '../documents/document-access.js';
import type { DocumentAccess } from '../documents/document-access.js';
import type { Partition } from '../redis/keys.js';
import type { SettleOutcome, Settling, StockLedger } from './stock-ledger.js';
import { followerName, isDeciding } from './stock-record.js';
import type { StockRecord } from './stock-record.js';

const FOLLOW_COMMIT: Settling = { from: ['held'], to: 'committed', givesBack: false, after: 'retain' };
const FOLLOW_RELEASE: Settling = { from: ['held'], to: 'released', givesBack: true, after: 'retain' };

/**
 * Ends reservations. The deciding record is settled first, in one step; then the records of other partitions follow. A
 * process that dies in between leaves the decision among the open records, where a sweep finds it.
 */
export class StockSettlement {
  constructor(
    private readonly access: Pick<DocumentAccess, 'definitions'>,
    private readonly ledger: StockLedger,
  ) {}

  settle(record: StockRecord, settling: Settling): Promise<SettleOutcome> {
    return withDefinitions(this.access, (active) => this.ledger.settle(active, record, settling));
  }

  /** Decides, for a record that decides; followers are still to come. */
  decide(record: StockRecord, decision: Omit<Settling, 'after'>): Promise<SettleOutcome> {
    return this.settle(record, { ...decision, after: record.data.followers.length === 0 ? 'retain' : 'open' });
  }

  /** Ends a reservation whose time is over; gives the record as it is then. */
  async expire(record: StockRecord): Promise<StockRecord | null> {
    const to = record.state === 'pending' ? 'aborted' : 'expired';
    if (record.state !== 'pending' && record.state !== 'held') return record;
    return (await this.decide(record, { from: [record.state], to, when: 'due', givesBack: true })).record;
  }

  /** Makes the other partitions follow a decision, if there is one. Can be repeated. */
  async finish(record: StockRecord): Promise<void> {
    const { state, attempt, data } = record;
    if (isOpen(record) || data.followers.length === 0) return;
    for (const partition of data.followers) {
      const follower = await this.ledger.read(partition, followerName(data.reservation, attempt));
      if (follower !== null) await this.#follow(follower, record);
    }
    const after = state === 'aborted' ? 'drop' : 'retain';
    await this.settle(record, { from: [state], to: state, givesBack: false, after });
  }

  /** Gives back what an attempt took in other partitions, when its deciding record is gone. */
  async withdraw(followers: readonly Partition[], name: string): Promise<void> {
    for (const partition of followers) {
      const follower = await this.ledger.read(partition, name);
      if (follower !== null) await this.#follow(follower, null);
    }
  }

  /** Ends what is due in a partition. @returns how many records were ended */
  async sweep(partition: Partition, partitions: number): Promise<number> {
    let ended = 0;
    for (;;) {
      let progress = 0;
      for (const record of await this.ledger.due(partition)) progress += await this.#end(record, partitions);
      ended += progress;
      if (progress === 0) return ended;
    }
  }

  async #end(record: StockRecord, partitions: number): Promise<0 | 1> {
    if (isDeciding(record)) {
      const decided = await this.expire(record);
      if (decided === null || isOpen(decided)) return 0;
      await this.finish(decided);
      return 1;
    }
    const { reservation } = record.data;
    const deciding = await this.ledger.read(partitionOf(reservation, partitions), reservation);
    const isOurs = deciding !== null && record.name === followerName(reservation, deciding.attempt);
    const decided = isOurs ? await this.expire(deciding) : null;
    if (decided !== null && isOpen(decided)) return 0;
    return (await this.#follow(record, decided)).isSettled ? 1 : 0;
  }

  #follow(follower: StockRecord, decided: StockRecord | null): Promise<SettleOutcome> {
    return this.settle(follower, decided?.state === 'committed' ? FOLLOW_COMMIT : FOLLOW_RELEASE);
  }
}

const isOpen = ({ state }: StockRecord) => state === 'pending' || state === 'held';
