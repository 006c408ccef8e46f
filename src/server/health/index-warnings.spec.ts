import { indexWarnings } from './index-warnings.js';

const audit = {
  collection: 'notes',
  index: 'i',
  state: 'ready',
  documents: 5,
  indexed: 5,
  failures: 0,
  memoryBytes: 1,
} as const;

describe('warnings of an index', () => {
  it('are none while it holds all documents, or is being built', () => {
    expect(indexWarnings([audit, { ...audit, failures: 3 }, { ...audit, state: 'building', indexed: 2 }])).toEqual([]);
  });

  it('tell what is not found, and where the engine refused it', () => {
    expect(
      indexWarnings([{ ...audit, indexed: 4, failures: 1, lastError: 'Invalid value', lastKey: 'a:doc:1' }]),
    ).toEqual([
      '1 of 5 documents of "notes" are found by no search; another program wrote them. The engine\'s last refusal: Invalid value, at the key "a:doc:1". "aisle doctor" names them; write them again through Aisle.',
    ]);
  });
});
