import type { Response } from 'supertest';
import { sampleProduct } from './sample-product.js';
import { startTestServer } from './test-server.js';
import type { TestServer } from './test-server.js';

export const PRODUCTS = '/v1/collections/products';
export const THINGS = '/v1/collections/things';

/** JSON as it is sent, for what no JavaScript value becomes. */
export type Json = string | object;

/** A server with a good product, and a collection of things with fields of all other kinds. */
export interface HostileServer extends TestServer {
  sendJson(method: 'post' | 'put', address: string, body: Json): Promise<Response>;
  /** Ends it. @throws when it was not ready any more */
  close(): Promise<void>;
}

export async function startHostileServer(): Promise<HostileServer> {
  const server = await startTestServer();
  const fields = {
    title: { kind: 'text' },
    code: { kind: 'code' },
    tags: { kind: 'tag', facet: true, searchable: true },
    path: { kind: 'hierarchy', facet: true },
    place: { kind: 'geo' },
    v: { kind: 'vector', dimensions: 3 },
  };
  await server.http.put(THINGS).send({ fields }).expect(201);
  await server.http.put(`${PRODUCTS}/documents/good`).send(sampleProduct('good')).expect(201);
  return {
    ...server,
    sendJson: async (method, address, body) =>
      server.http[method](address)
        .set('content-type', 'application/json')
        .serialize((sent: unknown) => sent as string)
        .send(typeof body === 'string' ? body : JSON.stringify(body)),
    close: async () => {
      await server.http.get('/health/ready').expect(200);
      await server.close();
    },
  };
}
