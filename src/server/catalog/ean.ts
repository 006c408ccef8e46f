/**
 * The check digit of an EAN-13, from its first twelve digits.
 * Source: GS1 General Specifications, section 7.9 (weights 1 and 3 from the left, complement to ten).
 */
export function eanCheckDigit(digits: string): string {
  const total = Array.from(digits).reduce((sum, digit, index) => sum + Number(digit) * (index % 2 === 0 ? 1 : 3), 0);
  return String((10 - (total % 10)) % 10);
}
