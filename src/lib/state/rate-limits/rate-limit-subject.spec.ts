import { networkOf, subjectOf } from './rate-limit-subject.js';

describe('the subject of a request', () => {
  const request = { ip: '192.0.2.7', headers: { authorization: 'Bearer one' } };

  it('is made of the parts that are asked for, in their order', () => {
    expect(subjectOf(request, ['ip'], 'A.b')).toBe('ip=192.0.2.7');
    expect(subjectOf(request, ['key', 'route'], 'A.b')).toBe('key=Bearer one\nroute=A.b');
    expect(subjectOf(request, [], 'A.b')).toBe('');
  });

  it('is the address where a request has no key', () => {
    expect(subjectOf({ ip: '192.0.2.7', headers: {} }, ['key'], 'A.b')).toBe('key=192.0.2.7');
  });

  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['::ffff:c000:207', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:DB8:0001:2::', '2001:db8:1:2::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['', ''],
    ['unix', 'unix'],
  ])('takes %s for %s', (ip, network) => {
    expect(networkOf(ip)).toBe(network);
  });
});
