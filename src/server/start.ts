export { runServer } from './run-server.js';
export { startServer } from './start-server.js';
export type { RunningServer, StartOptions } from './start-server.js';
