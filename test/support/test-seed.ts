const [seed, ...rest] = (process.env['AISLE_TEST_SEED'] ?? String(Date.now() % 1_000_000)).split(':');

/** The seed of random tests: `AISLE_TEST_SEED`, else another one each time, a whole number. */
export const TEST_SEED = Number(seed);
if (!Number.isSafeInteger(TEST_SEED))
  throw new Error(`AISLE_TEST_SEED is "${String(seed)}", which is no whole number.`);

/** The one case to run of a test that has many, behind a colon in `AISLE_TEST_SEED`; undefined for all. */
export const TEST_CASE = rest[0] === undefined ? undefined : Number(rest[0]);
