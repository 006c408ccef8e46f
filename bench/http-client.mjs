import { Agent, request as httpRequest } from 'node:http';

/**
 * A client over connections that are kept.
 * @param {Readonly<Record<string, string>>} common headers of every request
 */
export function createHttpClient(base, common = {}) {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const send = (method, path, type, body) => {
    const about = body === undefined ? {} : { 'content-type': type, 'content-length': Buffer.byteLength(body) };
    return new Promise((resolve, reject) => {
      const request = httpRequest(base + path, { agent, method, headers: { ...common, ...about } }, (response) => {
        const parts = [];
        response.on('data', (part) => parts.push(part));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(parts).toString();
          if (response.statusCode < 300) resolve(text);
          else reject(new Error(`${method} ${path}: ${response.statusCode} ${text.slice(0, 300)}`));
        });
      });
      request.on('error', reject);
      request.end(body);
    });
  };
  return { send, close: () => agent.destroy() };
}
