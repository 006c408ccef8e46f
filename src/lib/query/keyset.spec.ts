import { afterPosition } from './keyset.js';

const price = { path: 'price', direction: 'asc', attribute: 'p_a' } as const;
const name = { path: 'name', direction: 'desc', attribute: 'n_d' } as const;
const id = { path: 'id', direction: 'asc', attribute: 'id' } as const;

describe('the filter behind a position', () => {
  it('compares the id alone', () => {
    expect(afterPosition([id], { values: [], id: 'a"b' })).toBe('@id>"a\\"b"');
  });

  it('takes backslashes and line ends as text', () => {
    expect(afterPosition([id], { values: [], id: 'a\\"b\\' })).toBe(
      String.raw`@id>format("%s%s%s%s%s","a",substr("\\a",0,1),"\"b",substr("\\a",0,1),"")`,
    );
    expect(afterPosition([name, id], { values: ['a\nb'], id: '7' })).toBe(
      '(!exists(@n_d) || @n_d<"a\\\nb" || (@n_d=="a\\\nb" && @id>"7"))',
    );
  });

  it('puts missing values last, ties by the keys that follow', () => {
    expect(afterPosition([price, name, id], { values: [1.5, 'x'], id: '7' })).toBe(
      '(!exists(@p_a) || @p_a>1.5 || (@p_a==1.5 && (!exists(@n_d) || @n_d<"x" || (@n_d=="x" && @id>"7"))))',
    );
  });

  it('stays among the missing once it is there', () => {
    expect(afterPosition([price, id], { values: [null], id: '7' })).toBe('(!exists(@p_a) && @id>"7")');
  });
});
