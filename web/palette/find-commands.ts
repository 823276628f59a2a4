import type { Command } from './command.ts';
import { matchWord, type Match } from './match-words.ts';

/** A command that answers what was typed, with the letters of its title that do. */
export interface FoundCommand {
  readonly command: Command;
  readonly at: readonly number[];
}

/** Lines of one answer: more are not read but narrowed down. */
const MOST = 40;
/** Workloads named before anything is typed. */
const WORKLOADS_FIRST = 6;
/** What a letter of another field weighs beside one of the title. */
const BESIDE = 0.4;

function weigh(
  command: Command,
  words: readonly string[],
): (FoundCommand & { score: number }) | null {
  const at = new Set<number>();
  let score = 0;
  for (const word of words) {
    const inTitle = matchWord(word, command.title);
    const beside: Match | null = matchWord(word, `${command.aside} ${command.words}`);
    if (inTitle === null && beside === null) return null;
    const besideScore = (beside?.score ?? 0) * BESIDE;
    if (inTitle !== null && inTitle.score >= besideScore) {
      for (const index of inTitle.at) at.add(index);
      score += inTitle.score;
    } else score += besideScore;
  }
  // Of two that say the same the shorter one says it more exactly.
  return {
    command,
    at: [...at].toSorted((a, b) => a - b),
    score: score - command.title.length / 100,
  };
}

/**
 * The commands that answer what was typed, the best first; before anything is typed all of them in
 * their order, with the first few workloads. Every word has to be found in a command.
 */
export function findCommands(commands: readonly Command[], typed: string): readonly FoundCommand[] {
  const words = typed.trim().split(/\s+/).filter(Boolean);
  if (words.length === 0) {
    let workloads = 0;
    return commands
      .filter(({ group }) => group !== 'Workloads' || (workloads += 1) <= WORKLOADS_FIRST)
      .map((command) => ({ command, at: [] }));
  }
  return commands
    .flatMap((command) => weigh(command, words) ?? [])
    .toSorted((a, b) => b.score - a.score)
    .slice(0, MOST)
    .map(({ command, at }) => ({ command, at }));
}
