/** What a migration is doing. */
export type MigrationPhase = 'checking' | 'rewriting' | 'building' | 'cleaning';

export interface MigrationProgress {
  readonly collection: string;
  readonly phase: MigrationPhase;
  /** How much of the whole migration is done, 0 to 1. */
  readonly progress: number;
}

export type OnMigrationProgress = (progress: MigrationProgress) => void;

/** Where each phase begins and ends within the whole. */
const SPANS: Readonly<Record<MigrationPhase, readonly [from: number, to: number]>> = {
  checking: [0, 0.2],
  rewriting: [0.2, 0.6],
  building: [0.6, 0.85],
  cleaning: [0.85, 1],
};

/** The progress of the whole, of the progress of one phase, to four digits. */
export function overallProgress(phase: MigrationPhase, done: number, total: number): number {
  const [from, to] = SPANS[phase];
  const share = total <= 0 ? 1 : Math.min(1, Math.max(0, done / total));
  return Number((from + (to - from) * share).toFixed(4));
}
