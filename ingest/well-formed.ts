/**
 * The text with each lone surrogate as U+FFFD: what UTF-8 makes of it on disk, so that an id read
 * back equals the id that was counted.
 */
export function wellFormed(text: string): string {
  for (let i = 0; i < text.length; i += 1) {
    if ((text.charCodeAt(i) & 0xf800) === 0xd800) return text.replace(/\p{Surrogate}/gu, '\uFFFD');
  }
  return text;
}
