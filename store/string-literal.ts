/**
 * A path as a string literal of a statement, where it cannot be bound: table functions read it while
 * they are parsed. The operator chose the folder, and names in it are digits and letters.
 * @param text any text
 * @returns it in quotes, with quotes and backslashes escaped
 */
export function stringLiteral(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
