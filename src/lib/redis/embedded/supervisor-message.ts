export type SupervisorMessage =
  | { readonly kind: 'ready'; readonly persistence: string }
  | { readonly kind: 'loading'; readonly progress: { readonly bytes: number; readonly totalBytes: number } }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'ending' };

/** Reads one line of a supervisor. What it does not understand is taken as a failure: another version wrote it. */
export function parseSupervisorMessage(line: string): SupervisorMessage {
  const message = parseObject(line);
  if (message.ready === true) return { kind: 'ready', persistence: String(message.persistence) };
  if (message.ending === true) return { kind: 'ending' };
  if (typeof message.error === 'string') return { kind: 'failed', reason: message.error };
  if (isObject(message.loading)) {
    const { bytes, totalBytes } = message.loading;
    return { kind: 'loading', progress: { bytes: Number(bytes), totalBytes: Number(totalBytes) } };
  }
  return { kind: 'failed', reason: `its supervisor says "${line}", which this version does not understand` };
}

function parseObject(line: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
