import type { KeyArea, KeyAudit } from '../../lib/index.js';
import { formatBytes, formatCount } from '../terminal/numbers.js';
import { formatTable } from '../terminal/table.js';
import type { Column } from '../terminal/table.js';
import { formatFinding, summarise } from './format-findings.js';
import { section } from './format-report.js';

const COLUMNS: readonly Column<KeyArea>[] = [
  { title: 'area', value: ({ area }) => area },
  { title: 'keys', value: ({ keys }) => formatCount(keys), isNumber: true },
  { title: 'memory', value: ({ bytes }) => formatBytes(bytes), isNumber: true },
  { title: 'without TTL', value: ({ withoutTtl }) => formatCount(withoutTtl), isNumber: true },
];

/** What the keys are like, as lines for a person. */
export function formatKeys({ areas, findings }: KeyAudit): readonly string[] {
  return [
    ...section('Keys', formatTable(COLUMNS, areas)),
    ...section('Findings', findings.flatMap(formatFinding)),
    summarise(findings),
  ];
}
