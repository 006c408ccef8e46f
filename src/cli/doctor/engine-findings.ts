import { capabilityFindings } from '../../lib/index.js';
import type { EngineFacts } from './facts.js';
import { ok } from './finding.js';
import type { Finding } from './finding.js';

/** Judges what the engine is, how it is set up, and how its servers are doing. */
export function engineFindings(engine: EngineFacts): readonly Finding[] {
  const place = engine.kind === 'embedded' ? `an engine of its own in ${engine.place}` : `at ${engine.place}`;
  return [
    ok('engine', `Redis ${engine.version} answers, ${place}`),
    ...capabilityFindings(engine),
    ...engine.nodes.flatMap(({ server, findings }) =>
      engine.nodes.length === 1
        ? findings
        : findings.map((each) => ({ ...each, subject: `${each.subject} of ${server}` })),
    ),
  ];
}
