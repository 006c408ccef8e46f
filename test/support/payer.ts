import { EngineError } from '../../src/lib/errors/engine-errors.js';
import { createKeys } from '../../src/lib/redis/keys.js';
import { openConnection } from '../../src/lib/redis/open-connection.js';
import { Transactions } from '../../src/lib/state/transactions/transactions.js';
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

/** Asks again under the same id, which moves nothing twice. */
async function insist<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

void main(process.argv.slice(2));
