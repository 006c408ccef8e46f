import { readFileSync, renameSync, writeFileSync } from 'node:fs';

/** Reads what an earlier supervisor wrote; null when there is nothing that can be used. */
export function readState(path) {
  try {
    const state = JSON.parse(readFileSync(path, 'utf8'));
    return Number.isInteger(state.port) && typeof state.password === 'string' ? state : null;
  } catch (error) {
    if (error.code === 'ENOENT' || error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Replaces the state in one step; only its owner may read it. */
export function writeState(path, state) {
  writeFileSync(`${path}.new`, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}
