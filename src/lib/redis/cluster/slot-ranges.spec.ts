import { readRedirection, readSlotRanges } from './slot-ranges.js';

it('reads which node owns which slots, and who copies it', () => {
  const reply = [
    [0, 5460, ['10.0.0.1', 7000, 'a', {}], ['10.0.0.4', 7003, 'd', {}]],
    [5461, 16383, ['', 7001, 'b', {}]],
  ];
  expect(readSlotRanges(reply, 'asked')).toEqual([
    { from: 0, to: 5460, primary: { host: '10.0.0.1', port: 7000 }, replicas: [{ host: '10.0.0.4', port: 7003 }] },
    { from: 5461, to: 16383, primary: { host: 'asked', port: 7001 }, replicas: [] },
  ]);
});

it('reads redirections; a blank host is the one that was asked', () => {
  expect(readRedirection('MOVED 3999 127.0.0.1:7001', 'asked')).toEqual({
    kind: 'MOVED',
    slot: 3999,
    address: { host: '127.0.0.1', port: 7001 },
  });
  expect(readRedirection('ASK 7 :7001', 'asked')).toEqual({
    kind: 'ASK',
    slot: 7,
    address: { host: 'asked', port: 7001 },
  });
  expect(readRedirection('ASK 7 ::1:7001', 'asked')).toMatchObject({ address: { host: '::1', port: 7001 } });
  expect(readRedirection('CROSSSLOT Keys', 'asked')).toBeUndefined();
});
