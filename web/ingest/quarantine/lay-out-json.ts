/** A string with its quotes, one of the marks of JSON, white space, or anything else in one piece. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|\s+|[^\s{}[\],:"]+/g;

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * Puts line breaks into JSON and changes nothing else: long numbers and repeated keys stay as they
 * were sent, which parsing would not leave alone. What is no JSON is handed back as it is.
 * @example layOutJson('{"a":1e400,"a":[]}') // '{\n  "a": 1e400,\n  "a": []\n}'
 */
export function layOutJson(text: string): string {
  if (!isJson(text)) return text;
  let depth = 0;
  let isOpened = false;
  let laid = '';
  const breakLine = (): string => `\n${'  '.repeat(depth)}`;
  for (const [token] of text.matchAll(TOKEN)) {
    if (token.trim() === '') continue;
    if (token === '}' || token === ']') {
      depth -= 1;
      laid += isOpened ? token : breakLine() + token;
      isOpened = false;
      continue;
    }
    if (isOpened) laid += breakLine();
    isOpened = token === '{' || token === '[';
    if (isOpened) depth += 1;
    laid += token === ',' ? token + breakLine() : token === ':' ? ': ' : token;
  }
  return laid;
}
