/* `npm run bench` compares products and searches, `npm run bench -- state` the shared state. */
const isState = process.argv[2] === 'state';
if (isState) process.argv.splice(2, 1);
await import(isState ? './state/main.mjs' : './main.mjs');
