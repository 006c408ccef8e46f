// Lets a plain `node` run our TypeScript sources, for tests that need processes of their own: node --import <this file>.
import { register } from 'node:module';

register('./typescript-hooks.mjs', import.meta.url);
