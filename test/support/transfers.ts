import type { Keys } from '../../src/lib/redis/keys.js';
import type { Transactions } from '../../src/lib/state/transactions/transactions.js';

/** Key of an account; all lie in one slot. */
export const accountKey = (keys: Keys, name: string): string => keys.state('account', '{bank}', name);

/** What docs/patterns.md shows: moves cents between accounts once, false when there are too few. */
export async function transferCents(
  { transactions, keys }: { readonly transactions: Transactions; readonly keys: Keys },
  { id, from, to, cents }: { readonly id: string; readonly from: string; readonly to: string; readonly cents: number },
): Promise<boolean> {
  const [debit, credit, receipt] = [from, to, `transfer:${id}`].map((name) => accountKey(keys, name)) as [
    string,
    string,
    string,
  ];
  const { value } = await transactions.run(
    [debit, receipt],
    async (own) => {
      const [balance, done] = await Promise.all([own.send(['GET', debit]), own.send(['GET', receipt])]);
      if (done !== null) return { commands: [], value: true };
      if (Number(balance) < cents) return { commands: [], value: false };
      const commands = [
        ['DECRBY', debit, String(cents)],
        ['INCRBY', credit, String(cents)],
        ['SET', receipt, 'done', 'EX', '86400'],
      ];
      return { commands, value: true };
    },
    { attempts: 1_000, deadlineMs: 60_000 },
  );
  return value;
}
