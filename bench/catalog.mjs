import { generateProducts } from '../dist/server/catalog/generate-products.js';

export const SEED = 1;
const CHUNK = 10_000;

/** Made-up products in lists of at most 10,000, so that no list holds a whole large catalogue. */
export function* productChunks(count) {
  let chunk = [];
  for (const product of generateProducts(count, SEED)) {
    chunk.push(product);
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

/** Products as NDJSON, without end. */
export function* ndjsonLines() {
  for (const product of generateProducts(Number.MAX_SAFE_INTEGER, SEED + 1)) yield `${JSON.stringify(product)}\n`;
}
