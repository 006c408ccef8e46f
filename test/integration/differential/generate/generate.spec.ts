import { fromDefinitionJson } from '../../../../src/lib/collections/definition-json.js';
import { parseSearch } from '../../../../src/lib/query/parse-search.js';
import { generateCatalogue } from './generate-catalogue.js';
import { generateDefinition } from './generate-definition.js';
import { generateSearch } from './generate-search.js';
import { Random } from './random.js';

function generate(seed: string) {
  const random = new Random(seed);
  const definition = generateDefinition(random);
  const catalogue = generateCatalogue(random, fromDefinitionJson('c', definition));
  return { definition, catalogue, searches: random.list(20, 20, () => generateSearch(random, catalogue)) };
}

describe('random searches', () => {
  it('are the same for the same seed', () => {
    expect(generate('7:1')).toEqual(generate('7:1'));
    expect(generate('7:1').searches).not.toEqual(generate('7:2').searches);
  });

  it('are such as the collection takes', () => {
    for (let number = 0; number < 20; number++) {
      const { catalogue, searches } = generate(`takes:${number}`);
      for (const search of searches) expect(() => parseSearch(catalogue.collection, search)).not.toThrow();
    }
  });
});
