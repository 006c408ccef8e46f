/* `npm run bench` compares products and searches, `-- state` the shared state, `-- replica` primary and replica. */
const OTHERS = ['state', 'replica'];
const other = OTHERS.find((name) => name === process.argv[2]);
if (other !== undefined) process.argv.splice(2, 1);
await import(other === undefined ? './main.mjs' : `./${other}/main.mjs`);
