/** Collects the values of one command, so that no value ever becomes part of the query's text. */
export interface Parameters {
  /** Adds a value and gives the name that stands for it in the text, with its `$`. */
  bind(value: string | Buffer): string;
  /** The PARAMS part of the command; empty without values. */
  args(): readonly (string | Buffer)[];
}

export function createParameters(): Parameters {
  const names = new Map<string | Buffer, string>();
  return {
    bind(value) {
      const known = names.get(value);
      if (known !== undefined) return known;
      const name = `p${names.size}`;
      names.set(value, `$${name}`);
      return `$${name}`;
    },
    args() {
      if (names.size === 0) return [];
      const values = [...names.keys()].flatMap((value, index) => [`p${index}`, value]);
      return ['PARAMS', String(values.length), ...values];
    },
  };
}
