import type { IndexState } from '../../lib/index.js';

/** `ready`, `building 40 %`, `ready, last change failed: DOCUMENTS_DO_NOT_FIT` */
export function describeIndex({ state, progress, error }: IndexState): string {
  const isUnderWay = state === 'building' || state === 'migrating';
  const shown = isUnderWay ? `${state} ${Math.floor(progress * 100)} %` : state;
  return error === undefined ? shown : `${shown}, last change failed: ${error.code}`;
}
