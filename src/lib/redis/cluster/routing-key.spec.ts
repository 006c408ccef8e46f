import { routingKey } from './routing-key.js';

it.each([
  [['GET', 'k'], 'k'],
  [['JSON.SET', 'k', '$', '1'], 'k'],
  [['EVALSHA', 'abc', '2', 'k', 'l', 'arg'], 'k'],
  [['XREADGROUP', 'GROUP', 'g', 'c', 'COUNT', '1', 'STREAMS', 's', '>'], 's'],
  [['XREAD', 'streams', 's', '0'], 's'],
  [['XGROUP', 'CREATE', 's', 'g', '$'], 's'],
  [['MEMORY', 'USAGE', 'k'], 'k'],
  [['ZINTER', '2', 'a', 'b'], 'a'],
  [['BLMPOP', '0', '1', 'list', 'LEFT'], 'list'],
  [['SCAN', '0', 'MATCH', 'shop:{books.1}:doc:*', 'COUNT', '10'], 'shop:{books.1}:doc:*'],
])('%j goes to the node of %s', (command, key) => {
  expect(routingKey(command)).toBe(key);
});

it.each([
  [['PING']],
  [['publish', 'channel', 'message']],
  [['MULTI']],
  [['FT.SEARCH', 'index', '*']],
  [['SCAN', '0']],
  [['SCAN', '0', 'MATCH', 'shop:*:{a}']],
  [['SCAN', '0', 'MATCH', 'shop:{a*}:doc']],
])('%j concerns no node in particular', (command) => {
  expect(routingKey(command)).toBeUndefined();
});
