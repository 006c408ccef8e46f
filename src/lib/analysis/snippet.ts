/** Words `first` … `last` of a text, both included. */
export interface WordWindow {
  readonly first: number;
  readonly last: number;
}

/**
 * Finds the window of `size` words that holds the most marked ones; of equals the earliest. Its marked words are moved
 * to the middle as far as the text allows.
 */
export function findWindow(marked: readonly boolean[], size: number): WordWindow {
  const latest = Math.max(0, marked.length - size);
  let count = 0;
  let best = 0;
  let bestStart = 0;
  for (let i = 0; i < marked.length; i++) {
    if (marked[i]) count++;
    if (i >= size && marked[i - size]) count--;
    if (count > best) {
      best = count;
      bestStart = Math.max(0, i - size + 1);
    }
  }
  const end = bestStart + size;
  const firstMark = marked.indexOf(true, bestStart);
  const lastMark = marked.lastIndexOf(true, end - 1);
  const slack = best === 0 ? 0 : size - (lastMark - firstMark + 1);
  const start = best === 0 ? 0 : Math.min(latest, Math.max(0, firstMark - Math.floor(slack / 2)));
  return { first: start, last: Math.min(marked.length, start + size) - 1 };
}
