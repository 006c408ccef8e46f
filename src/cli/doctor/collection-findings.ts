import { formatCount, formatDocuments } from '../terminal/numbers.js';
import type { CollectionFacts } from './facts.js';
import { error, ok, warning } from './finding.js';
import type { Finding } from './finding.js';

/** Judges a collection and its index. */
export function collectionFindings(facts: CollectionFacts): readonly Finding[] {
  const problems = [
    ...stateFindings(facts),
    ...failureFindings(facts),
    ...planFindings(facts),
    ...completenessFindings(facts),
    ...foreignFindings(facts),
  ];
  return problems.length > 0 ? problems : [ok(subjectOf(facts), describe(facts))];
}

const subjectOf = ({ description }: CollectionFacts) => `collection ${description.name}`;

function describe({ description, verification, index }: CollectionFacts): string {
  const documents = formatDocuments(verification?.documents ?? description.documents);
  const refused = index?.failures ?? 0;
  const note = refused > 0 ? ` (${formatCount(refused)} were refused at some time, all are mended or gone)` : '';
  const found = verification === null ? '' : ', searches find them all';
  return `${documents}, index ready${found}${note}`;
}

function stateFindings(facts: CollectionFacts): readonly Finding[] {
  const { name, index, source } = facts.description;
  const subject = subjectOf(facts);
  const percent = `${Math.floor(index.progress * 100)} %`;
  switch (index.state) {
    case 'ready':
      return [];
    case 'building':
      return [warning(subject, `the index is being built (${percent}); searches find a part`, 'Wait until it is.')];
    case 'migrating':
      return [
        warning(
          subject,
          `a change of the definition is under way (${percent}); the former one serves`,
          'Wait until it is done. If nothing moves, its process is gone: start a server, or repeat "aisle index apply".',
        ),
      ];
    case 'missing': {
      const repair = source === 'code' ? `Start the server, or run "aisle index apply ${name}".` : 'Start a server.';
      return [error(subject, 'the index is missing, so searches fail', repair)];
    }
  }
}

function failureFindings(facts: CollectionFacts): readonly Finding[] {
  const failure = facts.description.index.error;
  if (failure === undefined) return [];
  const message = `the last change of the definition came to nothing: ${failure.message} [${failure.code}]`;
  return [warning(subjectOf(facts), message, 'Mend what it names, then repeat the change.')];
}

function planFindings(facts: CollectionFacts): readonly Finding[] {
  if (facts.plan !== 'changed') return [];
  const { name } = facts.description;
  const advice = `See "aisle index plan ${name}"; "aisle index apply ${name}" or a start of the server makes the change.`;
  return [warning(subjectOf(facts), 'the stored definition differs from the catalogue', advice)];
}

function completenessFindings(facts: CollectionFacts): readonly Finding[] {
  const { verification, index, description } = facts;
  if (verification === null) return uncheckedFindings(facts);
  const { count, examples } = verification.missing;
  if (count === 0 || description.index.state === 'building') return [];
  const shown = examples.map(({ id, message }) => `"${id}" (${message})`).join(', ');
  const last = index?.lastError
    ? ` The engine's last word: ${index.lastError}, key ${index.lastErrorKey ?? 'unknown'}.`
    : '';
  return [
    error(
      subjectOf(facts),
      `${formatDocuments(count)} of ${formatCount(verification.documents)} cannot be found by searches: ${shown}.${last}`,
      'Other programs wrote them past Aisle, most likely. Mend and write them again, with "aisle import" for instance.',
    ),
  ];
}

/** Without looking at every key, the engine's counter is all there is. */
function uncheckedFindings(facts: CollectionFacts): readonly Finding[] {
  const { index } = facts;
  if (index === null || index.failures === 0) return [];
  const key = index.lastErrorKey ?? 'unknown';
  return [
    warning(
      subjectOf(facts),
      `the engine refused to index documents ${formatCount(index.failures)} times, last: ${index.lastError ?? 'unknown'}, key ${key}`,
      'Run "aisle doctor" without --quick to see which documents are not found now.',
    ),
  ];
}

function foreignFindings(facts: CollectionFacts): readonly Finding[] {
  const { count = 0, keys = [] } = facts.verification?.foreign ?? {};
  if (count === 0) return [];
  const message = `${formatCount(count)} keys among the documents are none: ${keys.join(', ')}`;
  return [
    warning(subjectOf(facts), message, 'Another program wrote them there. Delete them, or use another --namespace.'),
  ];
}
