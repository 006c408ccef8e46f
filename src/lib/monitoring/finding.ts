export type Severity = 'ok' | 'warning' | 'error';

/** One thing that was found, good or bad. */
export interface Finding {
  readonly severity: Severity;
  /** What was looked at: `engine`, `memory`, `collection products`, … */
  readonly subject: string;
  readonly message: string;
  /** What to do about it; absent when all is well. */
  readonly advice?: string;
}

export const ok = (subject: string, message: string): Finding => ({ severity: 'ok', subject, message });

export const warning = (subject: string, message: string, advice: string): Finding => ({
  severity: 'warning',
  subject,
  message,
  advice,
});

export const error = (subject: string, message: string, advice: string): Finding => ({
  severity: 'error',
  subject,
  message,
  advice,
});

/** The worst of all findings. */
export function worstOf(findings: readonly Finding[]): Severity {
  if (findings.some(({ severity }) => severity === 'error')) return 'error';
  return findings.some(({ severity }) => severity === 'warning') ? 'warning' : 'ok';
}

/** Makes findings. */
export const finding = { ok, warning, error } as const;
