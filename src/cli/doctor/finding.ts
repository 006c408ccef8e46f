import { finding } from '../../lib/index.js';

export type { Finding, Severity } from '../../lib/index.js';
export { worstOf } from '../../lib/index.js';
export const { ok, warning, error } = finding;
