import type { CurrencyCode } from '../currency.ts';
import { minorUnits } from '../currency.ts';
import type { Language } from '../zone.ts';
import { SPREADSHEET, XML } from './workbook-parts.ts';
import { xmlAttribute } from './xml-text.ts';

/** Numbers of formats that every program knows (ECMA-376 Part 1, 18.8.30). */
const GENERAL = 0;
const WHOLE = 1;
const TEXT = 49;
/** Where our own formats begin. */
const FIRST_OWN = 164;

const DATES: Readonly<Record<Language, { date: string; instant: string }>> = {
  ru: { date: 'dd.mm.yyyy', instant: 'dd.mm.yyyy hh:mm:ss' },
  en: { date: 'yyyy-mm-dd', instant: 'yyyy-mm-dd hh:mm:ss' },
};

/** Styles of cells by their numbers in `cellXfs`; those of money are added as currencies come. */
export const STYLES = { number: 0, heading: 1, text: 2, integer: 3, date: 4, instant: 5 } as const;

/** The styles of one workbook. */
export interface SheetStyles {
  /** Style in which an amount names its currency. */
  money(currency: CurrencyCode): number;
  /** The part `xl/styles.xml`, once all cells are written. */
  part(): string;
}

/**
 * Styles of a workbook. Texts are of the format "text": whoever edits `=1+1` or `007` in Excel still has a text afterwards.
 */
export function sheetStyles(language: Language): SheetStyles {
  const { date, instant } = DATES[language];
  const formats = [date, instant];
  const currencies = new Map<CurrencyCode, number>();
  const own = (index: number): number => FIRST_OWN + index;
  const fixed = [GENERAL, TEXT, TEXT, WHOLE, own(0), own(1)];
  return {
    money(currency) {
      const known = currencies.get(currency);
      if (known !== undefined) return known;
      const style = fixed.length + currencies.size;
      currencies.set(currency, style);
      formats.push(moneyFormat(currency));
      return style;
    },
    part() {
      const money = [...currencies.keys()].map((_, index) => own(2 + index));
      return stylesXml(formats, [...fixed, ...money]);
    },
  };
}

/** Thousands and decimals as the program of the reader writes them, the code behind: `1 234,50 RUB`. */
function moneyFormat(currency: CurrencyCode): string {
  const places = minorUnits(currency);
  return `#,##0${places === 0 ? '' : `.${'0'.repeat(places)}`}" ${currency}"`;
}

function stylesXml(formats: readonly string[], cells: readonly number[]): string {
  const numFmts = formats.map(
    (code, index) => `<numFmt numFmtId="${FIRST_OWN + index}" formatCode="${xmlAttribute(code)}"/>`,
  );
  const xfs = cells.map((format, index) => {
    const font = index === STYLES.heading ? 1 : 0;
    return `<xf numFmtId="${format}" fontId="${font}" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>`;
  });
  const font = (bold: string): string =>
    `<font>${bold}<sz val="11"/><name val="Calibri"/><family val="2"/></font>`;
  return [
    `${XML}<styleSheet xmlns="${SPREADSHEET}"><numFmts count="${numFmts.length}">${numFmts.join('')}</numFmts>`,
    `<fonts count="2">${font('')}${font('<b/>')}</fonts>`,
    // Excel takes the first two fills for its own, whatever stands there.
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>',
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>',
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>',
    `<cellXfs count="${xfs.length}">${xfs.join('')}</cellXfs>`,
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
  ].join('');
}
