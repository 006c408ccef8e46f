import { AisleError } from '../../lib/index.js';

/** A media type with its parameters, in lower case. */
export interface MediaType {
  readonly type: string;
  readonly charset: string | undefined;
}

export function parseMediaType(header: string | undefined): MediaType | undefined {
  if (header === undefined) return undefined;
  const [type = '', ...parameters] = header
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice('charset='.length);
  return { type, charset: charset?.replace(/^"(.*)"$/, '$1') };
}

/**
 * Refuses a body of another media type, or in another encoding than UTF-8.
 * @param allowed the media types, the one to recommend first
 * @throws UNSUPPORTED_MEDIA_TYPE
 */
export function assertMediaType(header: string | undefined, allowed: readonly string[]): void {
  const [recommended = ''] = allowed;
  const given = parseMediaType(header);
  if (given === undefined || !allowed.includes(given.type)) {
    const named =
      given === undefined ? 'The request names no media type' : `The media type "${given.type}" is not taken here`;
    throw new AisleError('UNSUPPORTED_MEDIA_TYPE', `${named}. Send the header "Content-Type: ${recommended}".`);
  }
  if (given.charset !== undefined && !['utf-8', 'utf8', 'us-ascii'].includes(given.charset)) {
    throw new AisleError('UNSUPPORTED_MEDIA_TYPE', `The charset "${given.charset}" is not taken here. Send UTF-8.`);
  }
}
