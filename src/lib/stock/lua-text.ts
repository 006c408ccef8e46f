/** Writes a text as a constant of Lua: all but letters, digits and `_` by their bytes, so that nothing in it ends it. */
export function luaText(text: string): string {
  const escaped = text.replace(/[^A-Za-z0-9_]+/gu, (part) =>
    [...Buffer.from(part)].map((byte) => `\\${String(byte).padStart(3, '0')}`).join(''),
  );
  return `'${escaped}'`;
}
