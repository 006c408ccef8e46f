import { decodeSnapshot, encodeSnapshot } from './term-snapshot.js';

const snapshot = {
  index: 'a1b2',
  documents: 3,
  positions: ['1-0', '0-0'],
  terms: ['', 'key', 'keyboard', 'keys', 'zwölf', '\uF8F1lip\uF8F1gloss'].map((term, at) => ({ term, count: at + 1 })),
};

describe('a snapshot of terms', () => {
  it('comes back as it was', async () => {
    expect(await decodeSnapshot(await encodeSnapshot(snapshot))).toEqual(snapshot);
    const empty = { ...snapshot, terms: [] };
    expect(await decodeSnapshot(await encodeSnapshot(empty))).toEqual(empty);
  });

  it('that is damaged counts as none', async () => {
    const data = await encodeSnapshot(snapshot);
    expect(await decodeSnapshot(data.subarray(0, data.length - 8))).toBeNull();
    expect(await decodeSnapshot(Buffer.from('x'))).toBeNull();
  });
});
