/** How well a text answers what was typed, and which of its characters did. */
export interface Match {
  readonly score: number;
  /** Ascending positions by code point. */
  readonly at: readonly number[];
}

const AT_WORD_START = 8;
const NEXT_TO_ANOTHER = 10;
const ANYWHERE = 1;

/** A letter without its case and its accents. */
const fold = (letter: string): string => letter.normalize('NFD').charAt(0).toLowerCase();

const letterOrDigit = /[\p{L}\p{N}]/u;

/** Of each character: where its word begins. */
function wordStarts(letters: readonly string[]): number[] {
  let start = 0;
  return letters.map((letter, index) => {
    const before = letters[index - 1];
    const isStart =
      before === undefined || (letterOrDigit.test(letter) && !letterOrDigit.test(before));
    if (isStart) start = index;
    return start;
  });
}

/**
 * Finds what was typed in a text, letter by letter: each stands at the start of a word or further on
 * in the word of the one before, so `spcop` finds "Support copilot" and scattered letters find nothing.
 * @param typed one word, not empty
 * @returns the best way to find it; null where there is none
 * @example matchWord('cop', 'Support copilot')?.at // [8, 9, 10]
 */
export function matchWord(typed: string, text: string): Match | null {
  const letters = Array.from(text);
  const folded = letters.map(fold);
  const starts = wordStarts(letters);
  let best: (Match | null)[] = letters.map(() => null);
  for (const [step, wanted] of Array.from(typed).map(fold).entries()) {
    best = folded.map((letter, index) => {
      if (letter !== wanted) return null;
      const isStart = starts[index] === index;
      if (step === 0) return { score: isStart ? AT_WORD_START : ANYWHERE, at: [index] };
      let found: Match | null = null;
      for (let before = 0; before < index; before += 1) {
        const path = best[before];
        if (!path) continue;
        const isNext = before === index - 1;
        if (!isNext && !isStart && starts[before] !== starts[index]) continue;
        const gained = isNext ? NEXT_TO_ANOTHER : isStart ? AT_WORD_START : ANYWHERE;
        if (found === null || path.score + gained > found.score)
          found = { score: path.score + gained, at: [...path.at, index] };
      }
      return found;
    });
  }
  return best.reduce<Match | null>(
    (most, one) => (one !== null && (most === null || one.score > most.score) ? one : most),
    null,
  );
}
