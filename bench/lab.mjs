import { startEngine } from './engine.mjs';
import { startLoad } from './load.mjs';
import { startServer } from './server.mjs';
import { startTypesense } from './typesense.mjs';

const NAMESPACE = 'bench';
const WARM_BYTES = 67_108_864;

/**
 * @typedef {object} Lab
 * @property {import('./engine.mjs').BenchEngine} engine
 * @property {import('./rounds.mjs').Bench} cold Aisle keeps no replies.
 * @property {import('./rounds.mjs').Bench} warm Aisle keeps replies, as it does by itself.
 * @property {(name: string) => Promise<import('./load.mjs').Load>} startWriter One more process that uses a target.
 * @property {() => Promise<void>} close
 */

/**
 * Starts what is compared: one engine for all of Aisle, the peer where it can run, and a process each that puts load on it.
 * @returns {Promise<Lab>}
 */
export async function startLab(targets, print) {
  const closing = [];
  const close = async () => {
    for (const end of closing.reverse()) await end();
  };
  const keep = (part) => {
    closing.push(part.close);
    return part;
  };
  try {
    const engine = keep(await startEngine(NAMESPACE));
    const typesense = targets.includes('typesense') ? await tryTypesense(print) : null;
    if (typesense !== null) keep(typesense);
    const present = targets.filter((name) => name !== 'typesense' || typesense !== null);
    const contextOf = async (cacheBytes) => {
      const common = { redisUrl: engine.url, namespace: NAMESPACE, cacheBytes };
      const server = present.includes('http') ? keep(await startServer(common)) : null;
      return { server, context: { ...common, serverUrl: server?.url, typesense: typesense && plainData(typesense) } };
    };
    const cold = await contextOf(0);
    const warm = await contextOf(WARM_BYTES);
    const loads = async (names, { context }) => {
      const started = [];
      for (const name of names) started.push(keep(await startLoad(name, context)));
      return started;
    };
    const coldLoads = await loads(present, cold);
    const own = await loads(
      present.filter((name) => name === 'library' || name === 'http'),
      warm,
    );
    const warmLoads = [...own, ...coldLoads.filter(({ name }) => name === 'typesense')];
    return {
      engine,
      cold: { engine, typesense, server: cold.server, loads: coldLoads },
      warm: { engine, typesense, server: warm.server, loads: warmLoads },
      startWriter: (name) => startLoad(name, warm.context),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function tryTypesense(print) {
  try {
    return await startTypesense();
  } catch (error) {
    print(`Typesense is left out: ${error.message}`);
    return null;
  }
}

/** What can be sent to another process. */
const plainData = ({ url, key }) => ({ url, key });
