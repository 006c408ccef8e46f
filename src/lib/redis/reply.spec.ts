import { SimpleError } from 'redis';
import { toReply } from './reply.js';

describe('toReply', () => {
  it.each([['text'], [7], [1.5], [true], [null], [Buffer.from([0, 255])]])('keeps %p', (value) => {
    expect(toReply(value)).toBe(value);
  });

  it('makes objects of maps, at every depth', () => {
    const raw = new Map([['results', [new Map([['id', 'a']]), new Map([['id', 'b']])]]]);
    expect(toReply(raw)).toEqual({ results: [{ id: 'a' }, { id: 'b' }] });
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('keeps the key %s as data', (key) => {
    const reply = toReply(new Map([[key, 'value']])) as Record<string, unknown>;
    expect(Object.entries(reply)).toEqual([[key, 'value']]);
    expect(JSON.stringify(reply)).toBe(`{${JSON.stringify(key)}:"value"}`);
  });

  it('gives objects that inherit nothing', () => {
    const reply = toReply(new Map()) as Record<string, unknown>;
    expect(['constructor', 'toString', '__proto__'].filter((key) => key in reply)).toEqual([]);
  });

  it('writes keys that are not text as text', () => {
    const raw = new Map<number | boolean | null | Buffer, string>([
      [1, 'a'],
      [true, 'b'],
      [null, 'c'],
      [Buffer.from('d'), 'd'],
    ]);
    expect(toReply(raw)).toEqual({ 1: 'a', true: 'b', null: 'c', d: 'd' });
  });

  it('throws the error that lies inside a reply', () => {
    const error = new SimpleError('ERR inside');
    expect(() => toReply(['OK', [error]])).toThrow(error);
  });
});
