import { readPatch, readValue } from './input-values.js';

describe('readValue', () => {
  it('gives a plain copy', () => {
    expect(readValue([new Date(0), { a: undefined }], 'x')).toEqual(['1970-01-01T00:00:00.000Z', {}]);
  });

  it('names faults below the place that the value goes to', () => {
    const message = 'must be a finite number, not NaN';
    expect(() => readValue({ a: [NaN] }, 'specs')).toThrow(
      expect.objectContaining({ code: 'INVALID_VALUE', faults: [{ path: 'specs.a[0]', message }] }),
    );
    expect(() => readValue([NaN], 'tags')).toThrow(expect.objectContaining({ faults: [{ path: 'tags[0]', message }] }));
    expect(() => readValue(NaN, 'by')).toThrow(expect.objectContaining({ faults: [{ path: 'by', message }] }));
  });
});

describe('readPatch', () => {
  it.each([[[]], ['x'], [null], [1]])('refuses %j', (patch) => {
    expect(() => readPatch(patch)).toThrow(expect.objectContaining({ code: 'INVALID_VALUE' }));
  });
});
