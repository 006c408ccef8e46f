/** Makes something once for the same argument, as long as no other comes. */
export function rememberLast<A, B>(make: (argument: A) => B): (argument: A) => B {
  let last: { readonly argument: A; readonly made: B } | null = null;
  return (argument) => {
    last = last?.argument === argument ? last : { argument, made: make(argument) };
    return last.made;
  };
}
