export { startTestEngine } from './test-engine.js';
export type { TestEngine, TestEngineOptions } from './test-engine.js';
