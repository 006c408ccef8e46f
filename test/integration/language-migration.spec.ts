import { fill, openIndexLab } from '../support/index-lab.js';
import type { IndexLab, LabProcess } from '../support/index-lab.js';

const fields = { name: { kind: 'text' }, tags: { kind: 'tag', searchable: true } };
const documents = [
  { id: 'one', name: 'Keyboard', tags: ['Offices'] },
  { id: 'many', name: 'Keyboards' },
];

let lab: IndexLab;

beforeAll(async () => {
  lab = await openIndexLab();
});

afterAll(() => lab.close());

const idsOf = async (process: LabProcess, q: string) =>
  (await process.search('things').search({ q, typos: false, match: 'all' })).hits.map(({ id }) => id).sort();

async function put(process: LabProcess, definition: object): Promise<void> {
  await process.manager.put('things', definition);
  await process.manager.settled();
}

it('a language is added, changed and taken away while the collection is searched', async () => {
  const process = lab.process(lab.namespace());
  await put(process, { fields });
  await fill(process, 'things', documents);
  expect(await idsOf(process, 'keyboards')).toEqual(['many']);
  let searches = 0;
  const changed = new AbortController();
  const searching = (async () => {
    while (!changed.signal.aborted) {
      expect(await idsOf(process, 'keyboards')).toContain('many');
      searches++;
    }
  })();
  await put(process, { fields, language: 'english' });
  expect(await idsOf(process, 'keyboards')).toEqual(['many', 'one']);
  expect(await idsOf(process, 'office keyboard')).toEqual(['one']);
  expect(await process.manager.describe('things')).toMatchObject({ language: 'english', documents: 2 });
  await put(process, { fields: { ...fields, name: { kind: 'text', language: 'none' } }, language: 'english' });
  expect(await idsOf(process, 'keyboard case')).toEqual([]);
  expect(await idsOf(process, 'office keyboard')).toEqual(['one']);
  await put(process, { fields });
  expect(await idsOf(process, 'keyboards')).toEqual(['many']);
  changed.abort();
  await searching;
  expect(searches).toBeGreaterThan(0);
});
