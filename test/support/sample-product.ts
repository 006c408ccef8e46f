/** A product that fits its class, with other members where they are given. */
export function sampleProduct(id: string, members: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    id,
    name: 'Wireless keyboard',
    description: 'A keyboard without a cable.',
    brand: 'Clavis',
    sku: 'CL-100',
    ean: '4006381333931',
    categories: ['Computers > Keyboards'],
    price: 59.9,
    reviews: 12,
    popularity: 50,
    stock: 7,
    inStock: true,
    releasedAt: '2026-03-01',
    ...members,
  };
}
