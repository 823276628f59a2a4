import { parsePattern, type PatternNode } from './pattern-syntax.ts';

/** Most steps that a pattern may become: bounds the work per character of a value. */
const MAX_STEPS = 2_000;

type Step =
  | { readonly op: 'set'; readonly has: (point: number) => boolean }
  | { op: 'fork'; targets: number[] }
  | { readonly op: 'end' };

/** What emits nothing would repeat for free, and counts around counts would never end. */
function isEmpty(node: PatternNode): boolean {
  return node.kind === 'sequence'
    ? node.items.length === 0
    : node.kind === 'repeat' && node.atMost === 0;
}

function emit(node: PatternNode, steps: Step[]): void {
  // Counts nest: without this, {100} around {100} would fill the memory before it is refused.
  if (steps.length > MAX_STEPS) throw new SyntaxError('the pattern is too large');
  if (node.kind === 'set') steps.push({ op: 'set', has: node.has });
  else if (isEmpty(node)) steps.push({ op: 'fork', targets: [steps.length + 1] });
  else if (node.kind === 'sequence') for (const item of node.items) emit(item, steps);
  else if (node.kind === 'choice') emitChoice(node.options, steps);
  else emitRepeat(node, steps);
}

function emitChoice(options: readonly PatternNode[], steps: Step[]): void {
  const fork = { op: 'fork' as const, targets: [] as number[] };
  steps.push(fork);
  const exits = options.map((option) => {
    fork.targets.push(steps.length);
    emit(option, steps);
    const exit = { op: 'fork' as const, targets: [] as number[] };
    steps.push(exit);
    return exit;
  });
  for (const exit of exits) exit.targets = [steps.length];
}

function emitRepeat(node: Extract<PatternNode, { kind: 'repeat' }>, steps: Step[]): void {
  for (let count = 0; count < node.atLeast; count += 1) emit(node.item, steps);
  if (node.atMost === Infinity) {
    const start = steps.length;
    const fork = { op: 'fork' as const, targets: [start + 1] };
    steps.push(fork);
    emit(node.item, steps);
    steps.push({ op: 'fork', targets: [start] });
    fork.targets.push(steps.length);
    return;
  }
  const forks = [];
  for (let count = node.atLeast; count < node.atMost; count += 1) {
    const fork = { op: 'fork' as const, targets: [steps.length + 1] };
    steps.push(fork);
    forks.push(fork);
    emit(node.item, steps);
  }
  for (const fork of forks) fork.targets.push(steps.length);
}

/** Every step that can be reached without reading a character; each is visited once. */
function follow(steps: readonly Step[], from: Iterable<number>): Set<number> {
  const reached = new Set<number>();
  const open = [...from];
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    if (reached.has(index)) continue;
    reached.add(index);
    const step = steps[index];
    if (step?.op === 'fork') open.push(...step.targets);
  }
  return reached;
}

function runSteps(steps: readonly Step[], value: string): boolean {
  let current = follow(steps, [0]);
  for (const letter of value) {
    const point = letter.codePointAt(0) ?? 0;
    const next: number[] = [];
    for (const index of current) {
      const step = steps[index];
      if (step?.op === 'set' && step.has(point)) next.push(index + 1);
    }
    if (next.length === 0) return false;
    current = follow(steps, next);
  }
  return current.has(steps.length - 1);
}

/**
 * Compiles a pattern to a test of whole values. All alternatives are walked side by side (Thompson's
 * construction, https://swtch.com/~rsc/regexp/regexp1.html), so that no pattern and no value blows up.
 * @throws SyntaxError saying what is wrong with the pattern
 * @example compilePattern('support-(eu|us)')('support-eu') // true
 */
export function compilePattern(text: string): (value: string) => boolean {
  const steps: Step[] = [];
  emit(parsePattern(text), steps);
  if (steps.length > MAX_STEPS) throw new SyntaxError('the pattern is too large');
  steps.push({ op: 'end' });
  return (value) => runSteps(steps, value);
}

/**
 * What is wrong with a pattern.
 * @returns words for whoever wrote it, or null where it can be used
 */
export function findPatternFault(text: string): string | null {
  try {
    compilePattern(text);
    return null;
  } catch (error) {
    if (error instanceof SyntaxError) return error.message;
    throw error;
  }
}
