import { fill, openIndexLab } from '../support/index-lab.js';
import type { IndexLab, LabProcess } from '../support/index-lab.js';

const fields = {
  name: { kind: 'text' },
  'is.new': { kind: 'boolean', facet: true },
  'is.own': { kind: 'boolean', facet: true },
};
const rules = (by: number) => [
  { boost: 'is.new', by },
  { boost: 'is.own', by: 0.5 },
];
const documents = [
  { id: 'both', name: 'Lamp', is: { new: true, own: true } },
  { id: 'new', name: 'Lamp', is: { new: true, own: false } },
  { id: 'none', name: 'Lamp' },
];

let lab: IndexLab;

beforeAll(async () => {
  lab = await openIndexLab();
});

afterAll(() => lab.close());

async function put(process: LabProcess, definition: object): Promise<void> {
  await process.manager.put('things', definition);
  await process.manager.settled();
}

/** Scores beside that of a document without boosts. */
async function boostsOf(process: LabProcess): Promise<readonly number[]> {
  const { hits } = await process.search('things').search({ q: 'lamp' });
  const scores = new Map(hits.map(({ id, score }) => [id, score ?? 0]));
  return ['both', 'new'].map((id) => Number(((scores.get(id) ?? 0) / (scores.get('none') ?? 0)).toFixed(4)));
}

it('boosts multiply each other, and change with the ranking', async () => {
  const process = lab.process(lab.namespace());
  await put(process, { fields });
  await fill(process, 'things', documents);
  expect(await boostsOf(process)).toEqual([1, 1]);
  await put(process, { fields, ranking: rules(3) });
  expect(await boostsOf(process)).toEqual([1.5, 3]);
  await put(process, { fields, ranking: rules(2) });
  expect(await boostsOf(process)).toEqual([1, 2]);
  await process.repository('things').patch('new', { is: { own: true } });
  await process.repository('things').patch('both', { is: { new: null, own: null } });
  expect(await boostsOf(process)).toEqual([1, 1]);
  await put(process, { fields });
  expect(await boostsOf(process)).toEqual([1, 1]);
});
