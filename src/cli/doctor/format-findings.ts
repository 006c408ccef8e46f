import type { Finding, Severity } from './finding.js';

const MARKS: Readonly<Record<Severity, string>> = { ok: 'ok     ', warning: 'warning', error: 'error  ' };

/** A finding as lines for a person. */
export function formatFinding({ severity, subject, message, advice }: Finding): readonly string[] {
  const lines = [`${MARKS[severity]}  ${subject}: ${message}`];
  return advice === undefined ? lines : [...lines, `         → ${advice}`];
}

/** How many findings are not well. */
export function summarise(findings: readonly Finding[]): string {
  const count = (wanted: Severity) => findings.filter(({ severity }) => severity === wanted).length;
  const [errors, warnings] = [count('error'), count('warning')];
  if (errors + warnings === 0) return 'All is well.';
  return `${plural(errors, 'error')}, ${plural(warnings, 'warning')}`;
}

const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;
