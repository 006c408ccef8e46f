/** What is printed when the server answers: one line, and for eyes something to try. */
export function welcome(url: string, isTerminal: boolean): string {
  const ready = `Aisle is ready at ${url}\n`;
  if (!isTerminal) return ready;
  const search = `${url}/v1/collections/products/search`;
  return [
    ready,
    'Try:',
    `  curl -g '${search}?q=wireless+headphones&fields=name,price'`,
    `  curl -g '${search}?q=keyboard&where[price][lt]=150&where[inStock]=true&sort=price:asc'`,
    `  curl -g '${search}?facets=brand,categories,price&size=0'`,
    `All of it: ${url}/docs\n`,
  ].join('\n');
}
