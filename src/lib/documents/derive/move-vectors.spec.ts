import { parsePath } from '../../collections/path.js';
import { withMember, withoutMember } from './move-vectors.js';

describe('withMember after withoutMember', () => {
  it.each([
    ['a', { a: [1], b: 2 }, { b: 2 }],
    ['a.b', { a: { b: [1] } }, { a: {} }],
    ['a.b.c', { a: { b: { c: [1], d: 1 }, e: 2 }, f: 3 }, { a: { b: { d: 1 }, e: 2 }, f: 3 }],
  ])('gives the document back: %s', (path, document, without) => {
    const steps = parsePath(path);
    expect(withoutMember(document, steps)).toEqual(without);
    expect(withMember(withoutMember(document, steps), steps, [1])).toEqual(document);
  });

  it('makes what is missing on the way', () => {
    expect(withMember({}, parsePath('a.b'), [1])).toEqual({ a: { b: [1] } });
  });

  it('leaves a document without the member as it is', () => {
    expect(withoutMember({ a: 'x' }, parsePath('a.b'))).toEqual({ a: 'x' });
    expect(withoutMember({}, parsePath('a'))).toEqual({});
  });
});
