import fc from 'fast-check';
import { TEST_SEED } from './test-seed.js';

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: TEST_SEED });
