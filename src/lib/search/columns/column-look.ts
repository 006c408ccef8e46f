import type { FacetReply } from '../../query/facet-plan.js';
import type { Search } from '../../query/search.js';
import type { Target } from '../../query/step.js';
import type { TextPlan } from '../../query/text-plan.js';
import type { FoundPage } from '../word-source.js';
import type { ColumnStore, Columns } from './column-store.js';
import type { ColumnTable } from './column-table.js';
import { countIn, existsIn, foldFacetsAlone, foldPage } from './fold-page.js';
import type { FoldedPage } from './fold-page.js';
import { readHits } from './read-hits.js';
import type { HitSource } from './read-hits.js';
import type { Turns } from '../replies/turns.js';
import type { WriteState } from './write-state.js';

/** Times that a page is made anew when one of its documents was written meanwhile. */
const MOST_TRIES = 3;

/** A page of columns, and whether any document fulfils each of some plans. */
export interface ColumnPage {
  readonly page: FoundPage;
  readonly exist: readonly boolean[];
}

/** What was found in columns as they stood. */
interface Looked {
  readonly table: ColumnTable;
  readonly revision: number;
  /** Null where columns cannot tell. */
  readonly folded: FoldedPage | null;
  readonly exist: readonly boolean[];
}

const isSame = (looked: Looked | null, { table }: Columns) =>
  looked?.table === table && looked.revision === table.revision;

export interface ColumnLookOptions {
  readonly store: ColumnStore;
  readonly turns: Turns;
  readonly source: HitSource;
  readonly target: Target;
  /** Told the milliseconds that it waited for the engine. */
  readonly onEngineTime: (milliseconds: number) => void;
}

/** What one search sees of the columns: all that was written before it began, or later. Null where columns cannot tell. */
export class ColumnLook {
  #state: Promise<WriteState>;

  constructor(private readonly options: ColumnLookOptions) {
    this.#state = this.#readState();
  }

  /** What the words of all documents depend on, as it stood after the search began. @throws errors of the engine */
  async wordsVersion(): Promise<string> {
    return (await this.#state).words;
  }

  /**
   * Finds the page of a search; its documents are read from the engine. That begins beside the look at the writes, as if
   * there were none: mostly there are none.
   * @throws errors of the engine
   */
  async page(search: Search, plans: readonly TextPlan[] = []): Promise<ColumnPage | null> {
    const { store, turns, source, onEngineTime } = this.options;
    const look = (columns: Columns) => this.#look(columns, search, plans);
    await turns.next();
    const guess = store.peek(look);
    const guessed = guess?.folded == null ? null : readHits(source, guess.folded.hits, guess.table.number);
    // Whoever looks at the writes meets the same failure.
    guessed?.catch(() => undefined);
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const found = await store.use((columns) => (isSame(guess, columns) ? guess : look(columns)), this.#state);
      if (found?.folded == null) return null;
      const { folded, exist, table } = found;
      const begun = tries === 0 && found === guess ? guessed : null;
      const hits = await timed(begun ?? readHits(source, folded.hits, table.number), onEngineTime);
      const { total, facets } = folded;
      if (hits !== null) return { page: { hits, total, facets, warnings: [], isWhole: true }, exist };
      this.#state = this.#readState();
    }
    return null;
  }

  #look({ table, memory }: Columns, search: Search, plans: readonly TextPlan[]): Looked {
    const context = { table, memory, target: this.options.target, search };
    const found = plans.map((plan) => existsIn(context, plan));
    const exist = found.filter((exists) => exists !== null);
    const isKnown = exist.length === found.length;
    const folded = isKnown ? foldPage(context) : null;
    return { table, revision: table.revision, folded, exist };
  }

  /** Counts the documents that fulfil each of some plans, filters aside. @throws errors of the engine */
  count(search: Search, plans: readonly TextPlan[]): Promise<readonly number[] | null> {
    return this.options.store.use((columns) => {
      const context = { ...columns, target: this.options.target, search };
      const counts = plans.map((plan) => countIn(context, plan));
      return counts.includes(null) ? null : counts.filter((count) => count !== null);
    }, this.#state);
  }

  /** Counts the facets of a search. @throws errors of the engine */
  facets(search: Search): Promise<readonly FacetReply[] | null> {
    if (search.facets.length === 0) return Promise.resolve([]);
    return this.options.store.use(
      (columns) => foldFacetsAlone({ ...columns, target: this.options.target, search }),
      this.#state,
    );
  }

  #readState(): Promise<WriteState> {
    const state = timed(this.options.store.readState(), this.options.onEngineTime);
    // Whoever looks meets a failure; nobody does where something else failed first.
    state.catch(() => undefined);
    return state;
  }
}

/** Tells how long the engine took. */
export async function timed<T>(reply: Promise<T>, tell: (milliseconds: number) => void): Promise<T> {
  const sent = performance.now();
  const result = await reply;
  tell(performance.now() - sent);
  return result;
}
