import { LANGUAGE_NAMES, SYNONYM_LIMITS } from '../../../lib/index.js';
import { list, object, ref, string } from '../json-schema.js';
import type { JsonSchema } from '../json-schema.js';

const phrase = (description: string) => string(description, { minLength: 1, maxLength: SYNONYM_LIMITS.length });

const synonym: Readonly<Record<string, JsonSchema>> = {
  'root?': phrase(
    'What is typed, where the others stand for it and not it for them. Absent: each stands for all others.',
  ),
  synonyms: list(phrase(''), {
    description: 'Words, or phrases of several; at least two without a root.',
    minItems: 1,
    maxItems: SYNONYM_LIMITS.synonyms,
    examples: [['sofa', 'couch', 'love seat']],
  }),
  'language?': string('Only for searches in this language, and those that name none.', { enum: LANGUAGE_NAMES }),
};

export const SYNONYM_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  Synonym: object({ 'id?': string('As in the address.'), ...synonym }, 'Words that mean the same.'),
  StoredSynonym: object({ id: string(), ...synonym }),
  Synonyms: object({ synonyms: list(ref('StoredSynonym'), { description: 'By id.' }) }),
};
