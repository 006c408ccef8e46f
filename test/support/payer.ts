import { createKeys } from '../../src/lib/redis/keys.js';
import { openConnection } from '../../src/lib/redis/open-connection.js';
import { Transactions } from '../../src/lib/state/transactions/transactions.js';
import { insist } from './insist.js';
import { transferCents } from './transfers.js';

/** A process that moves a cent to and fro until it is killed, and says the id of each transfer that it knows of. */
async function main([url = '', namespace = '', payer = '']: readonly string[]): Promise<void> {
  const connection = await openConnection({ url });
  const bank = { transactions: new Transactions(connection), keys: createKeys(namespace) };
  for (let number = 0; ; number++) {
    const id = `${payer}-${number}`;
    const [from, to] = number % 3 === 0 ? (['bob', 'alice'] as const) : (['alice', 'bob'] as const);
    if (await insist(() => transferCents(bank, { id, from, to, cents: 1 }))) process.stdout.write(`${id} ${from}\n`);
  }
}

void main(process.argv.slice(2));
