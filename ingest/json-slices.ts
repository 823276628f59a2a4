const QUOTE = 34;
const COMMA = 44;
const BACKSLASH = 92;
const isOpening = (code: number): boolean => code === 91 || code === 123;
const isClosing = (code: number): boolean => code === 93 || code === 125;

/** Index just after the string that starts at a quote. */
function afterString(text: string, quote: number): number {
  let at = quote + 1;
  while (text.charCodeAt(at) !== QUOTE) at += text.charCodeAt(at) === BACKSLASH ? 2 : 1;
  return at + 1;
}

/**
 * The elements of a JSON array as the sender wrote them. Walks without recursion, so depth is no
 * danger.
 * @param text an array that `JSON.parse` has accepted
 * @example sliceElements('[1, {"a": 1.0}]') // ['1', '{"a": 1.0}']
 */
export function sliceElements(text: string): string[] {
  const elements: string[] = [];
  let start = text.indexOf('[') + 1;
  let depth = 0;
  let at = start;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = afterString(text, at);
      continue;
    }
    if (isOpening(code)) depth += 1;
    else if (isClosing(code)) depth -= 1;
    if (depth < 0 || (depth === 0 && code === COMMA)) {
      const element = text.slice(start, at).trim();
      if (element !== '') elements.push(element);
      start = at + 1;
      if (depth < 0) break;
    }
    at += 1;
  }
  return elements;
}
