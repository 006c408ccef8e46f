import { collectionFindings } from './collection-findings.js';
import { engineFindings } from './engine-findings.js';
import type { FailedFacts, Facts } from './facts.js';
import { error, ok } from './finding.js';
import type { Finding } from './finding.js';

/** Judges the facts: what is well, what is not, and what to do about it. */
export function findProblems({ configuration, engine, collections }: Facts): readonly Finding[] {
  const findings = [configurationFinding(configuration.fault)];
  if ('failure' in engine) {
    // Where the engine is stands in the configuration: one fault, told once.
    if (engine.failure.message === configuration.fault) return findings;
    return [...findings, failed('engine', engine, 'Nothing more can be looked at until the engine answers.')];
  }
  return [
    ...findings,
    ...engineFindings(engine),
    ...('failure' in collections
      ? [failed('collections', collections, 'Nothing more can be told about them until that is mended.')]
      : collections.flatMap(collectionFindings)),
  ];
}

const failed = (subject: string, { failure: { code, message } }: FailedFacts, advice: string) =>
  error(subject, `${message} [${code}]`, advice);

function configurationFinding(fault: string | null): Finding {
  if (fault === null) return ok('configuration', 'is valid');
  return error('configuration', fault, 'The server does not start with it. Set it to an allowed value.');
}
