const MOST_VALUES = 1_000;
const MOST_CHARACTERS = 100;

/** Remembers what short values come to: brands, categories and colours repeat from document to document. */
export function remember<T>(derive: (value: string) => T): (value: string) => T {
  const known = new Map<string, T>();
  return (value) => {
    if (value.length > MOST_CHARACTERS) return derive(value);
    const remembered = known.get(value);
    if (remembered !== undefined) return remembered;
    if (known.size >= MOST_VALUES) known.clear();
    const derived = derive(value);
    known.set(value, derived);
    return derived;
  };
}
