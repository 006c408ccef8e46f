export { startTestEngine } from '../../src/lib/testing/index.js';
export type { TestEngine, TestEngineOptions } from '../../src/lib/testing/index.js';
