/** As many digits as the engine gives of a number that is not whole, so that both ways give the same. */
export const twelveDigits = (value: number): number =>
  Number.isInteger(value) ? value : Number(value.toPrecision(12));
