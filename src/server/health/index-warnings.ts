import type { IndexAudit } from '../../lib/index.js';

/** What searches do not find although it is stored, with the way out. */
export function indexWarnings(audits: readonly IndexAudit[]): readonly string[] {
  return audits
    .filter(({ state, documents, indexed }) => state === 'ready' && documents > indexed)
    .map(({ collection, documents, indexed, lastError, lastKey }) => {
      const last =
        lastError === undefined ? '' : ` The engine's last refusal: ${lastError}, at the key "${String(lastKey)}".`;
      return `${documents - indexed} of ${documents} documents of "${collection}" are found by no search; another program wrote them.${last} "aisle doctor" names them; write them again through Aisle.`;
    });
}
