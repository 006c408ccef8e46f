/** Makes a function that takes pieces of a text and hands on its lines as they are complete. */
export function splitLines(onLine: (line: string) => void): (piece: string) => void {
  let rest = '';
  return (piece) => {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    lines.forEach(onLine);
  };
}
