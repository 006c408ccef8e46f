/** Takes parts out of a JSON value as long as `fails` holds. */
export async function shrink<T>(value: T, fails: (smaller: T) => Promise<boolean>): Promise<T> {
  for (const smaller of smallerOnes(value) as Iterable<T>) if (await fails(smaller)) return shrink(smaller, fails);
  return value;
}

function* smallerOnes(value: unknown): Generator {
  if (Array.isArray(value)) {
    if (value.length > 1) yield value.slice(0, value.length >> 1);
    for (let i = 0; i < value.length; i++) yield value.toSpliced(i, 1);
    for (let i = 0; i < value.length; i++) for (const part of smallerOnes(value[i])) yield value.with(i, part);
  } else if (typeof value === 'object' && value !== null) {
    const members: [string, unknown][] = Object.entries(value);
    for (const [name] of members) yield Object.fromEntries(members.filter(([other]) => other !== name));
    for (const [name, member] of members) for (const part of smallerOnes(member)) yield { ...value, [name]: part };
  } else if (typeof value === 'string' && value.length > 1) {
    yield value.slice(0, value.length >> 1);
    yield value.slice(1);
    yield value.slice(0, -1);
  }
}
