import { readChangeCondition, readWriteCondition } from './write-condition.js';

const at = (version: number | null) => () => Promise.resolve(version);
const conflict = expect.objectContaining({ code: 'VERSION_CONFLICT' });

describe('readWriteCondition', () => {
  it.each([
    [{}, 5, {}],
    [{ 'if-match': '*' }, 5, { ifMatch: '*' }],
    [{ 'if-match': '"4"' }, 5, { ifMatch: 4 }],
    [{ 'if-match': 'W/"5"' }, 5, { ifMatch: 5 }],
    [{ 'if-match': '"4", "5"' }, 5, { ifMatch: 5 }],
    [{ 'if-none-match': '*' }, 5, { ifNoneMatch: '*' }],
    [{ 'if-none-match': '"4"' }, 5, { ifMatch: 5 }],
    [{ 'if-none-match': '"4"' }, null, { ifNoneMatch: '*' }],
  ])('%j at version %j: %j', async (headers, version, expected) => {
    expect(await readWriteCondition(headers, at(version))).toEqual(expected);
  });

  it.each([
    [{ 'if-match': '"3", "4"' }, 5],
    [{ 'if-match': '"of-another-server"' }, 5],
    [{ 'if-match': '"3", "4"' }, null],
    [{ 'if-none-match': '"4", "5"' }, 5],
  ])('%j at version %j is a conflict', async (headers, version) => {
    await expect(readWriteCondition(headers, at(version))).rejects.toEqual(conflict);
  });

  it('refuses both headers at once', async () => {
    const headers = { 'if-match': '"1"', 'if-none-match': '*' };
    await expect(readWriteCondition(headers, at(1))).rejects.toMatchObject({ code: 'INVALID_REQUEST' });
  });
});

describe('readChangeCondition', () => {
  it('is a conflict where the document must not exist and does', async () => {
    await expect(readChangeCondition({ 'if-none-match': '*' }, at(5))).rejects.toEqual(conflict);
  });

  it('leaves it to the change to find that there is no document', async () => {
    expect(await readChangeCondition({ 'if-none-match': '*' }, at(null))).toEqual({});
  });

  it('demands the version', async () => {
    expect(await readChangeCondition({ 'if-match': '"5"' }, at(5))).toEqual({ ifMatch: 5 });
  });
});
