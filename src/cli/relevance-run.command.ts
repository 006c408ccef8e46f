import { Help, Option, SubCommand } from 'nest-commander';
import { AisleError, fromDefinitionJson } from '../lib/index.js';
import { formatExamples, StoreCommand } from './aisle-command.js';
import { readJsonFile } from './files/open-input.js';
import { withOutput } from './files/open-output.js';
import { formatReport } from './relevance/format-report.js';
import { readFolderThresholds, readJudgedSet, readSettings } from './relevance/read-judged-set.js';
import { isReport, makeReport, readReport } from './relevance/report.js';
import type { Report, RunPair } from './relevance/report.js';
import { runSet } from './relevance/run-set.js';
import type { Run } from './relevance/run.js';
import { parseSettings } from './relevance/settings.js';
import type { Settings } from './relevance/settings.js';
import { assertKnownTypes, parseThresholds } from './relevance/thresholds.js';
import type { Thresholds } from './relevance/thresholds.js';
import type { StoreFlags } from './store/store-settings.js';
import { formatCount, formatDocuments } from './terminal/numbers.js';

interface RunFlags extends StoreFlags {
  readonly products?: string;
  readonly settings?: string;
  readonly compare?: string;
  readonly minNdcg?: Thresholds;
  readonly json?: boolean;
  readonly report?: string;
}

/** What the run is compared with: other settings, or a run of before. */
type Counterpart = { readonly name: string } & ({ readonly settings: Settings } | { readonly queries: Run['queries'] });

/** Judges what searches find for the queries of a set. */
@SubCommand({
  name: 'run',
  arguments: '<folder>',
  argsDescription: { folder: 'holds queries.tsv, qrels.tsv (the judgements) and products.jsonl' },
  description: 'search for judged queries in a throw-away collection; exit code 1 under a threshold',
})
export class RelevanceRunCommand extends StoreCommand {
  override async run([folder = '']: string[], flags: RunFlags): Promise<void> {
    const settings = await readSettings(this.terminal, folder, flags.settings);
    const counterpart = await this.#readCounterpart(flags.compare, settings);
    const idMember = idMemberOf(settings);
    const set = await readJudgedSet(this.terminal, folder, { products: flags.products, idMember });
    const thresholds = { ...(await readFolderThresholds(this.terminal, folder)), ...flags.minNdcg };
    assertKnownTypes(thresholds, set.queries);
    const { products, queries } = set;
    this.terminal.tell(`${folder}: ${formatDocuments(products.length)}, ${formatCount(queries.length)} queries`);
    await this.withStore(flags, async (store, signal) => {
      const run = await runSet(this.terminal, store, { name: flags.settings ?? folder, set, settings, signal });
      const pair =
        counterpart === null
          ? null
          : await this.#pair(run, counterpart, (other) => runSet(this.terminal, store, { ...other, set, signal }));
      await this.#show(makeReport({ set: folder, run, thresholds, pair }), flags);
    });
  }

  async #readCounterpart(path: string | undefined, settings: Settings): Promise<Counterpart | null> {
    if (path === undefined) return null;
    const json = await readJsonFile(this.terminal, path);
    if (isReport(json)) return { name: path, queries: readReport(path, json) };
    const { definition, search, synonyms } = parseSettings(path, json);
    const other = { definition: definition ?? settings.definition, search, synonyms };
    if (idMemberOf(other) !== idMemberOf(settings)) {
      throw new AisleError(
        'INVALID_VALUE',
        `"${path}" names another member as the id than the settings it is compared with.`,
      );
    }
    return { name: path, settings: other };
  }

  async #pair(
    run: Run,
    counterpart: Counterpart,
    runOther: (other: { readonly name: string; readonly settings: Settings }) => Promise<Run>,
  ): Promise<RunPair> {
    if ('queries' in counterpart) return { before: counterpart, after: run };
    return { before: run, after: await runOther(counterpart) };
  }

  async #show(report: Report, { json = false, report: path }: RunFlags): Promise<void> {
    const text = JSON.stringify(report, null, 2);
    if (path !== undefined) await withOutput(this.terminal, path, ({ write }) => write(`${text}\n`));
    if (json) await this.terminal.print(text);
    else for (const line of formatReport(report)) await this.terminal.print(line);
    for (const { type, ndcg, wanted } of report.shortfalls) {
      this.terminal.tell(`below the threshold: nDCG@10 of ${type} is ${ndcg.toFixed(4)}, wanted ${wanted}`);
    }
    if (report.shortfalls.length > 0) this.terminal.exitWith(1);
  }

  @Option({
    flags: '--products <file>',
    description: 'the products, NDJSON (default: products.jsonl or products.ndjson of the folder, or of the one above)',
  })
  parseProducts(value: string): string {
    return value;
  }

  @Option({
    flags: '--settings <file>',
    description:
      'a definition as JSON, or {"definition", "search", "synonyms"} (default: definition.json of the folder, else made from the products)',
  })
  parseSettings(value: string): string {
    return value;
  }

  @Option({
    flags: '--compare <file>',
    description: 'other settings, or an earlier report, to compare with query by query (default: nothing)',
  })
  parseCompare(value: string): string {
    return value;
  }

  @Option({
    flags: '--min-ndcg <thresholds>',
    description:
      'exit code 1 when nDCG@10 is lower: 0.9 for all queries, typo1=0.8 for a type, with commas for several (default: thresholds.json of the folder)',
  })
  parseMinNdcg(value: string): Thresholds {
    return parseThresholds('--min-ndcg', value);
  }

  @Option({ flags: '--json', description: 'print JSON: the full report (default: a table)' })
  parseJson(): boolean {
    return true;
  }

  @Option({ flags: '--report <file>', description: 'write the full report there as JSON (default: no file)' })
  parseReport(value: string): string {
    return value;
  }

  @Help('after')
  examples(): string {
    return formatExamples([
      ['aisle relevance run seed/relevance', 'figures by type of query, on the engine of its own'],
      ['aisle relevance run my-set --settings a.json --compare b.json', 'which queries get better, which worse'],
      ['aisle relevance run my-set --report before.json', 'keep what is found today …'],
      ['aisle relevance run my-set --compare before.json', '… and compare with it after a change'],
      ['aisle relevance run my-set --min-ndcg 0.9,typo1=0.8', 'fails when searches get worse, for CI'],
    ]);
  }
}

/** The member of a product that holds its id. @throws INVALID_DEFINITION */
function idMemberOf({ definition }: Settings): string {
  return definition === null ? 'id' : fromDefinitionJson('relevance', definition).id;
}
