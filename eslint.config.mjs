import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Each room of src/lib with the rooms it may import; `errors` and itself are always allowed. */
const rooms = {
  errors: [],
  collections: ['analysis'],
  analysis: [],
  redis: [],
  query: ['collections', 'analysis'],
  state: ['redis'],
  messaging: ['redis'],
  documents: ['collections', 'analysis', 'redis', 'state', 'messaging'],
  indexes: ['documents', 'collections', 'redis', 'state'],
  search: ['query', 'indexes', 'documents', 'state', 'messaging', 'collections', 'analysis', 'redis'],
  stock: ['query', 'indexes', 'documents', 'state', 'messaging', 'collections', 'redis'],
  monitoring: ['redis', 'indexes', 'documents', 'collections'],
  testing: ['redis'],
};

const onlyRedisRoom = { regex: '^(redis|@redis/.*)$', message: 'Only src/lib/redis imports the redis package.' };
const onlyLibEntry = { regex: '^(\\.\\./)+lib/(?!index\\.js$)', message: 'Import the library through lib/index.js.' };
const noUsers = { regex: '/(server|cli|storefront)/', message: 'The library knows nothing of its users.' };

const boundary = (files, patterns) => ({
  files,
  ignores: ['**/*.spec.ts'],
  rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] },
});

const roomBoundary = ([room, allowed]) => {
  const names = [room, 'errors', ...allowed].join('|');
  const otherRooms = {
    regex: `^(\\.\\./)+(?!(${names})/)(${Object.keys(rooms).join('|')})/`,
    message: `src/lib/${room} may import only: errors, ${allowed.join(', ')}.`,
  };
  return boundary(
    [`src/lib/${room}/**/*.ts`],
    room === 'redis' ? [noUsers, otherRooms] : [onlyRedisRoom, noUsers, otherRooms],
  );
};

export default defineConfig(
  globalIgnores(['dist', 'coverage', 'node_modules', '.aisle', 'examples']),
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      // Reports plain DTO replies and Nest option literals; Nest takes both.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  { files: ['**/*.mjs'], extends: [tseslint.configs.disableTypeChecked] },
  boundary(['src/lib/*.ts'], [onlyRedisRoom, noUsers]),
  ...Object.entries(rooms).map(roomBoundary),
  boundary(
    ['src/server/**/*.ts'],
    [onlyRedisRoom, onlyLibEntry, { regex: '/(cli|storefront)/', message: 'The server is used by the others.' }],
  ),
  boundary(
    ['src/cli/**/*.ts'],
    [
      onlyRedisRoom,
      onlyLibEntry,
      {
        regex: '/server/(?!(start\\.js$|(catalog|config|seeding)/))|/storefront/',
        message: 'Of the server only start, catalog, config and seeding.',
      },
    ],
  ),
  {
    files: ['**/*.spec.ts', 'test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
);
