/** What the examples of docs/patterns.md print, by section; of monitoring the first lines. */
export const PRINTED: Readonly<Record<string, readonly string[]>> = {
  'Circuit breaker': ['20 false closed', '20'],
  Cache: ['20 cache', '25', '30 cache'],
  Stock: [],
  Sessions: ['user 7 {"cart":["42"]}', '1'],
  'Rate limits': ['true 5 4 true 0', 'false true'],
  Locks: ['fetch true true', 'store true true'],
  Transactions: ['5000,10000'],
  'Counters, sets and leaderboards': ['2 2', '2 3', 'post 2', '1 desk 5', '2 chair 3', '2 lamp 3'],
  'Hash objects and feeds': [
    '{"owner":"ann","items":1,"voucher":"SPRING","lines":[{"sku":"lamp"}]}',
    'SPRING ',
    '3 chair',
    '2 desk',
  ],
  Queues: ['ann@example.com 1', 'bob@example.com 1', '{"waiting":0,"delayed":0,"active":0,"dead":0}'],
  Events: ['orders.paid 4711', 'orders.sent 4711', 'parcel DE 1'],
  Streams: ['2000', '4711', '4712'],
  'Short links': ['https://shop.example/search?q=lamp 1', 'https://news.example/ 1 1'],
  Monitoring: ['master true', 'true true true'],
};
