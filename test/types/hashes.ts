import { defineFeed } from '../../src/lib/state/feeds/define-feed.js';
import type { ActivityFeeds } from '../../src/lib/state/feeds/activity-feeds.js';
import { defineHash } from '../../src/lib/state/hashes/define-hash.js';
import { jsonField } from '../../src/lib/state/hashes/hash-fields.js';
import type { HashStore } from '../../src/lib/state/hashes/hash-store.js';

export const carts = defineHash('cart', {
  owner: 'string',
  items: 'integer',
  paidAt: 'date',
  lines: jsonField<readonly { readonly sku: string }[]>(),
});
const visits = defineFeed<{ readonly product: string }>('visits');
declare const store: HashStore<typeof carts>;
declare const feeds: ActivityFeeds;

export async function check(): Promise<void> {
  const cart = await store.get('1');
  cart?.owner satisfies string | undefined;
  cart?.paidAt satisfies Date | undefined;
  cart?.lines?.[0]?.sku satisfies string | undefined;
  await store.set('1', { items: 2, owner: null });
  await store.increment('1', 'items');
  (await store.pick('1', ['items'])).items satisfies number | undefined;
  await feeds.push(visits, ['a', 'b'], { product: 'lamp' });
  (await feeds.page(visits, 'a'))[0]?.entry.product satisfies string | undefined;

  // @ts-expect-error there is no such field
  await store.set('1', { colour: 'red' });
  // @ts-expect-error items are a number
  await store.set('1', { items: '2' });
  // @ts-expect-error only numbers are counted
  await store.increment('1', 'owner');
  // @ts-expect-error it was not picked
  (await store.pick('1', ['items'])).owner satisfies string | undefined;
  // @ts-expect-error there is no such kind
  defineHash('x', { a: 'text' });
  // @ts-expect-error the entry lacks its product
  await feeds.push(visits, 'a', {});
}
