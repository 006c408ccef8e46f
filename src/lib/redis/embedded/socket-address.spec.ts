import { platform } from 'node:os';
import { socketAddress } from './socket-address.js';

it('folders and purposes have addresses of their own, always the same', () => {
  const addresses = [
    socketAddress('engine', '/home'),
    socketAddress('fetch', '/home'),
    socketAddress('engine', '/other'),
    socketAddress('engine', '/home'),
  ];
  expect(new Set(addresses).size).toBe(3);
  expect(addresses[0]).toBe(addresses[3]);
});

it('an abstract name fills its place, so that all versions of Node.js mean the same', () => {
  const address = socketAddress('engine', '/home');
  if (platform() === 'linux') expect([address[0], Buffer.byteLength(address)]).toEqual(['\0', 108]);
  else expect(address).toMatch(/\.sock$/);
});
