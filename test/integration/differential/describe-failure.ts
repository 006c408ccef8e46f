import type { DefinitionJson } from '../../../src/lib/collections/definition-json.js';
import type { Catalogue } from './generate/generate-catalogue.js';
import type { SearchJson } from './generate/generate-search.js';
import { idOf } from './naive/values.js';

interface Failure {
  readonly seed: string;
  readonly definition: DefinitionJson;
  readonly catalogue: Catalogue;
  readonly search: SearchJson;
  readonly differences: readonly string[];
  /** The search with all taken out that the failure does not need, and its differences. */
  readonly smallest: SearchJson;
  readonly left: readonly string[];
}

const LONG_RUN = /(?<=")[^"]{80,}(?=")/g;
const LONGEST = 1_500;
const MOST_DOCUMENTS = 4;

/** All that is needed to understand a failure, and to run it again. */
export function describeFailure({ seed, definition, catalogue, search, differences, smallest, left }: Failure): string {
  const { collection, documents } = catalogue;
  const named = documents.filter((document) =>
    left.some((line) => line.includes(JSON.stringify(idOf(collection, document)))),
  );
  return [
    `The search differs from the naive evaluation. Run it again with AISLE_TEST_SEED=${seed}`,
    `definition  ${JSON.stringify(definition)}`,
    `search      ${cut(JSON.stringify(search))}`,
    ...differences.slice(0, 10).map((line) => `  ${cut(line)}`),
    `smallest    ${cut(JSON.stringify(smallest))}`,
    ...left.slice(0, 10).map((line) => `  ${cut(line)}`),
    `documents   ${documents.length}, of which are named`,
    ...named.slice(0, MOST_DOCUMENTS).map((document) => `  ${cut(JSON.stringify(document))}`),
  ].join('\n');
}

const cut = (text: string) => {
  const short = text.replaceAll(LONG_RUN, (run) => `${run.slice(0, 40)}…`);
  return short.length > LONGEST ? `${short.slice(0, LONGEST)}… (${short.length})` : short;
};
