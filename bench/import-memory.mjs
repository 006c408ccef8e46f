import { request as httpRequest } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { ndjsonLines } from './catalog.mjs';

const MEGABYTE = 1_000_000;
const SAMPLE_MS = 200;

/**
 * Uploads one large NDJSON body, made on the way, and watches the memory of the server.
 * @returns {Promise<{ lines: number, written: number, seconds: number, startBytes: number, peakBytes: number, endBytes: number }>}
 */
export async function watchImport(server, megabytes) {
  const startBytes = await server.residentBytes();
  let peakBytes = startBytes;
  let isOver = false;
  const sampling = (async () => {
    while (!isOver) {
      peakBytes = Math.max(peakBytes, await server.residentBytes());
      await delay(SAMPLE_MS);
    }
  })();
  const started = performance.now();
  try {
    const { lines, summary } = await upload(`${server.url}/v1/collections/products/import`, megabytes * MEGABYTE);
    const seconds = (performance.now() - started) / 1_000;
    const endBytes = await server.residentBytes();
    return { lines, written: summary.created + summary.replaced, seconds, startBytes, peakBytes, endBytes };
  } finally {
    isOver = true;
    await sampling;
  }
}

async function upload(url, bytes) {
  let lines = 0;
  const request = httpRequest(url, { method: 'POST', headers: { 'content-type': 'application/x-ndjson' } });
  const answered = new Promise((resolve, reject) => {
    request.on('response', resolve);
    request.on('error', reject);
  });
  let sent = 0;
  for (const block of blocks(bytes)) {
    lines += block.lines;
    sent += block.text.length;
    if (!request.write(block.text)) await Promise.race([drained(request), answered]);
  }
  request.end();
  const response = await answered;
  let tail = '';
  for await (const part of response.setEncoding('utf8')) tail = (tail + part).slice(-10_000);
  if (response.statusCode !== 200)
    throw new Error(`The import of ${sent} bytes was answered ${response.statusCode}: ${tail}`);
  return { lines, summary: JSON.parse(tail.trimEnd().split('\n').at(-1)).summary };
}

const drained = (request) => new Promise((resolve) => request.once('drain', resolve));

const BLOCK_BYTES = 65_536;

/** Lines in blocks of about 64 KiB. */
function* blocks(bytes) {
  let total = 0;
  let text = '';
  let lines = 0;
  for (const line of ndjsonLines()) {
    text += line;
    lines++;
    total += line.length;
    if (text.length < BLOCK_BYTES && total < bytes) continue;
    yield { text, lines };
    if (total >= bytes) return;
    text = '';
    lines = 0;
  }
}
