import type { EngineNodeReport } from '../../lib/index.js';
import { formatBytes, formatCount, formatSeconds } from '../terminal/numbers.js';
import { formatTable } from '../terminal/table.js';
import type { Column } from '../terminal/table.js';
import { describeIndex } from '../catalogue/describe-index.js';
import type { CollectionFacts, ConfigurationValue, EngineFacts, Facts } from './facts.js';
import type { Finding } from './finding.js';
import { formatFinding, summarise } from './format-findings.js';

/** The whole report as lines for a person: the facts, then what is to be thought of them. */
export function formatReport(facts: Facts, findings: readonly Finding[]): readonly string[] {
  const { engine, collections, configuration } = facts;
  return [
    ...('failure' in engine ? [] : section('Engine', formatEngine(engine))),
    ...('failure' in collections || collections.length === 0
      ? []
      : section('Collections', formatTable(COLLECTION_COLUMNS, collections))),
    ...section('Configuration', formatTable(CONFIGURATION_COLUMNS, configuration.values)),
    ...section('Findings', findings.flatMap(formatFinding)),
    summarise(findings),
  ];
}

/** A title with its lines below. */
export const section = (title: string, lines: readonly string[]) => [title, ...lines.map((line) => `  ${line}`), ''];

function formatEngine({ kind, place, version, modules, nodes }: EngineFacts): readonly string[] {
  const rows = [
    ['server', `Redis ${version}, ${kind === 'embedded' ? 'an engine of its own in' : 'at'} ${place}`],
    [
      'modules',
      Object.entries(modules)
        .map(([name, moduleVersion]) => `${name} ${moduleVersion}`)
        .join(', '),
    ],
    ...nodes.flatMap((node) => formatNode(node, nodes.length > 1)),
  ];
  return rows.map(([title = '', value = '']) => `${title.padEnd(8)} ${value}`);
}

function formatNode({ server, status }: EngineNodeReport, isOneOfMany: boolean): readonly (readonly string[])[] {
  if (status === null) return [];
  const { uptimeSeconds, memory, clients, activity } = status;
  const { hitRatio, operationsPerSecond } = activity;
  return [
    ...(isOneOfMany ? [['node', server]] : []),
    ['up for', formatSeconds(uptimeSeconds)],
    ['memory', `${formatBytes(memory.usedBytes)} used, fragmentation ${memory.fragmentation}`],
    ['clients', formatCount(clients.connected)],
    ['reads', hitRatio === null ? 'none yet' : `${Math.round(hitRatio * 100)} % found their key`],
    ['load', `${formatCount(operationsPerSecond)} commands a second`],
  ];
}

const COLLECTION_COLUMNS: readonly Column<CollectionFacts>[] = [
  { title: 'name', value: ({ description }) => description.name },
  { title: 'source', value: ({ description }) => description.source },
  {
    title: 'documents',
    value: ({ verification, description }) => formatCount(verification?.documents ?? description.documents),
    isNumber: true,
  },
  {
    title: 'indexed',
    value: ({ verification, index }) => formatCount(verification?.indexed ?? index?.documents ?? 0),
    isNumber: true,
  },
  { title: 'index size', value: ({ index }) => formatBytes(index?.memoryBytes ?? 0), isNumber: true },
  { title: 'index', value: ({ description }) => describeIndex(description.index) },
];

const CONFIGURATION_COLUMNS: readonly Column<ConfigurationValue>[] = [
  { title: 'variable', value: ({ name }) => name },
  { title: 'value', value: ({ value }) => value },
  { title: 'from', value: ({ origin }) => origin },
];
