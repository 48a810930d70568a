/**
 * A finite number without an exponent: 1e-7 is "0.0000001". Exact: it reads back as the same number.
 */
export function decimalText(value: number): string {
  const text = String(value);
  const [, sign = '', whole = '', fraction = '', exponent] =
    /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(text) ?? [];
  if (exponent === undefined) return text;
  const places = Number(exponent);
  if (places < 0) return `${sign}0.${'0'.repeat(-places - 1)}${whole}${fraction}`;
  return sign + whole + fraction.padEnd(places, '0');
}

const DECIMAL = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;

/** Whether a text is canonical decimal text, as databases and `Money` have it. */
export const isDecimalText = (text: string): boolean => text.length <= 60 && DECIMAL.test(text);
