import { fork } from 'node:child_process';

/**
 * @typedef {object} Load
 * @property {string} name
 * @property {(task: string, details?: object) => Promise<any>} ask
 * @property {() => Promise<void>} close
 */

/**
 * Starts a process that puts load on a target.
 * @returns {Promise<Load>}
 */
export async function startLoad(name, context) {
  const child = fork(new URL('load-process.mjs', import.meta.url), { serialization: 'advanced' });
  const waiting = new Map();
  let last = 0;
  child.on('message', ({ id, result, error }) => {
    const { resolve, reject } = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) resolve(result);
    else reject(new Error(`${name}: ${error}`));
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.once('exit', (code) => {
    for (const { reject } of waiting.values()) reject(new Error(`${name}: the process ended with code ${code}`));
  });
  const ask = (task, details = {}) =>
    new Promise((resolve, reject) => {
      waiting.set(++last, { resolve, reject });
      child.send({ ...details, id: last, task });
    });
  const close = async () => {
    if (child.connected) child.send({ id: 0, task: 'close' });
    await ended;
  };
  await ask('connect', { target: name, context });
  return { name, ask, close };
}
