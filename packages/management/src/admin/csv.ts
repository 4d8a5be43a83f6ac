/**
 * Returns one record of a CSV file, with its line break (RFC 4180).
 *
 * A spreadsheet runs a cell that starts like a formula, and whoever may create keys may choose their names. Such a cell
 * gets an apostrophe in front. So does what follows a semicolon, a tab or a line break inside a cell: in many
 * countries, spreadsheets split records there, and then quotes in the middle protect nothing.
 *
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
export function csvRecord(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(text: string): string {
  const safe = /* M06 csv */ text.replaceAll(startOfFormula, "'");
  return needsQuotes.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * The position before `=`, `+`, `-` or `@`, including their full-width, small and raised forms, and before what a
 * spreadsheet may cut off in front of them: white space, invisible characters and quotes.
 */
const startOfFormula = /(?<=^|[;\t\r\n])(?=(?:(?![\t\r\n])[\s\p{C}"'])*[=+\-@＝＋－＠﹦﹢﹣﹫⁼⁺⁻₌₊₋−\t\r])/gu;

const needsQuotes = /[",;\r\n]|^\s|\s$/;
