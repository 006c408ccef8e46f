import { projectDocument } from './project-document.js';

const document = {
  name: 'Lamp',
  specs: { layout: 'A', keys: 3 },
  variants: [{ color: 'red', price: 1 }, { price: 2 }, 5],
  tags: ['a', 'b'],
};

describe('projectDocument', () => {
  it.each([
    [['name'], { name: 'Lamp' }],
    [['specs.layout'], { specs: { layout: 'A' } }],
    [['specs.layout', 'specs.keys'], { specs: { layout: 'A', keys: 3 } }],
    [['specs', 'specs.layout'], { specs: { layout: 'A', keys: 3 } }],
    [['variants[].color'], { variants: [{ color: 'red' }, {}, null] }],
    [['variants.price'], { variants: [{ price: 1 }, { price: 2 }, null] }],
    [['tags[]'], { tags: ['a', 'b'] }],
    [['name.first', 'nothing', 'toString'], {}],
  ])('keeps %j', (fields, expected) => {
    expect(projectDocument(document, fields)).toEqual(expected);
  });
});
