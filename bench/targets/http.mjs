import { Agent, request as httpRequest } from 'node:http';

const COLLECTION = '/v1/collections/products';

/** Aisle's server, over connections that are kept. */
export async function connect({ serverUrl }) {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const send = (method, path, type, body) => sendRequest(agent, serverUrl + path, method, type, body);

  return {
    prepare: (documents) => Buffer.from(documents.map((document) => `${JSON.stringify(document)}\n`).join('')),

    write: async (ndjson) => {
      const text = await send('POST', `${COLLECTION}/import`, 'application/x-ndjson', ndjson);
      const { created, replaced } = JSON.parse(text.trimEnd().split('\n').at(-1)).summary;
      return created + replaced;
    },

    get: async ({ id }) => JSON.parse(await send('GET', `${COLLECTION}/documents/${id}`)).id,

    search: async (search) =>
      JSON.parse(await send('POST', `${COLLECTION}/search`, 'application/json', JSON.stringify(search))),

    close: () => {
      agent.destroy();
      return Promise.resolve();
    },
  };
}

function sendRequest(agent, url, method, type, body) {
  const headers = body === undefined ? {} : { 'content-type': type, 'content-length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { agent, method, headers }, (response) => {
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(parts).toString();
        if (response.statusCode < 300) resolve(text);
        else reject(new Error(`${method} ${url}: ${response.statusCode} ${text.slice(0, 300)}`));
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}
