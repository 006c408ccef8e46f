import type { Search } from '../../query/search.js';
import type { Target } from '../../query/step.js';
import type { ColumnTable } from './column-table.js';
import type { FoldMemory } from './fold-memory.js';

/** What a search is answered of. */
export interface FoldContext {
  readonly target: Target;
  readonly table: ColumnTable;
  readonly memory: FoldMemory;
  readonly search: Search;
}
