import { parseIndexInfo } from './index-info.js';

const INFO = {
  index_name: 'aisle:idx:books:v1',
  num_docs: 12,
  max_doc_id: 15,
  indexing: 0,
  percent_indexed: 1,
  hash_indexing_failures: 2,
  total_index_memory_sz_mb: 1.5,
  'Index Errors': {
    'indexing failures': 2,
    'last indexing error': 'Invalid JSON type',
    'last indexing error key': 'aisle:{books}:doc:7',
  },
};
const PARSED = {
  name: 'aisle:idx:books:v1',
  documents: 12,
  indexed: 15,
  isBuilding: false,
  progress: 1,
  failures: 2,
  lastError: 'Invalid JSON type',
  lastErrorKey: 'aisle:{books}:doc:7',
  memoryBytes: 1_572_864,
};

describe('the state of an index', () => {
  it('is read from a map', () => {
    expect(parseIndexInfo(INFO)).toEqual(PARSED);
  });

  it('is read from names and values in a row, numbers as text', () => {
    const errors = Object.entries(INFO['Index Errors']).flat();
    const flat = Object.entries({ ...INFO, num_docs: '12', percent_indexed: '1', 'Index Errors': errors }).flat();
    expect(parseIndexInfo(flat)).toEqual(PARSED);
  });

  it.each([
    [
      { indexing: 1, percent_indexed: 0.25 },
      { isBuilding: true, progress: 0.25 },
    ],
    [
      { indexing: 0, percent_indexed: 0.9 },
      { isBuilding: true, progress: 0.9 },
    ],
    [
      { indexing: '1', percent_indexed: '1' },
      { isBuilding: true, progress: 1 },
    ],
  ])('is building with %j', (reply, state) => {
    expect(parseIndexInfo({ ...INFO, ...reply })).toEqual({ ...PARSED, ...state });
  });

  it('has no last error where the engine writes N/A, and no size where it writes none', () => {
    const none = { 'last indexing error': 'N/A', 'last indexing error key': 'N/A' };
    const parsed = parseIndexInfo({ ...INFO, 'Index Errors': none, total_index_memory_sz_mb: 'nan' });
    expect(parsed).toEqual({ ...PARSED, lastError: null, lastErrorKey: null, memoryBytes: 0 });
  });
});
