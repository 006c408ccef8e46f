/** Opens something before the tests of a file, and closes it after them. @returns what gives it to the tests */
export function forAllTests<T extends { close(): Promise<unknown> }>(open: () => Promise<T>): () => T {
  let opened: T | undefined;
  beforeAll(async () => {
    opened = await open();
  });
  afterAll(() => opened?.close());
  return () => {
    if (opened === undefined) throw new Error('It is open within tests alone.');
    return opened;
  };
}
