import type { Assessment } from '../../decisions/assessment/assessment.ts';
import type { Verdict } from '../../decisions/policy/policy.ts';
import { formatCount, threeDigits, formatFixed } from '../format/number.ts';
import { formatSignal } from '../format/unit.ts';

/** One thing that stands between a workload and another verdict. */
export interface Lever {
  readonly title: string;
  readonly text: string;
}

export interface TurningPoint {
  readonly text: string;
  readonly verdict: Verdict;
}

export interface WhatWouldChange {
  readonly blockedBy: readonly string[];
  readonly changes: readonly Lever[];
  readonly samples: readonly Lever[];
  readonly turningPoints: readonly TurningPoint[];
  readonly isEmpty: boolean;
}

function tellDays(days: number | null): string {
  if (days === null) return 'no end in sight at today’s rate';
  if (days < 1) return 'less than a day at today’s rate';
  const whole = Math.ceil(days);
  return `about ${formatCount(whole)} ${whole === 1 ? 'day' : 'days'} at today’s rate`;
}

const BLOCK_WORDS: Readonly<Record<string, (name: string) => string>> = {
  gate: (name) => `gate ${name.replaceAll('_', ' ')} is open`,
  alert: (name) => `alert ${name} is firing`,
  decision: () => 'its decision has expired',
};

/** What keeps a workload from scaling, in words: `gate:owners` is the gate "owners". */
function tellBlock(block: string): string {
  const [kind = '', ...name] = block.split(':');
  return BLOCK_WORDS[kind]?.(name.join(':')) ?? block;
}

/** What an assessment says would lead to another verdict, in words. */
export function buildWhatWouldChange(assessment: Assessment): WhatWouldChange {
  const { counterfactual, blocked_by: blockedBy, signals } = assessment;
  const find = (id: string) => signals.find(({ signal }) => signal === id);
  const title = (id: string): string => find(id)?.title ?? id.replaceAll('_', ' ');
  const write = (id: string, value: number): string => {
    const signal = find(id);
    return signal ? formatSignal(value, signal) : formatFixed(value, threeDigits(Math.abs(value)));
  };
  const changes = counterfactual.changes.map(({ signal, from, to }) => {
    const bound = find(signal)?.better === 'higher' ? 'or above' : 'or below';
    const target = `to ${write(signal, to)} ${bound}`;
    return {
      title: title(signal),
      text: from === null ? target : `from ${write(signal, from)} ${target}`,
    };
  });
  const samples = counterfactual.samples_needed.map(({ signal, more, days }) => ({
    title: title(signal),
    text: `${formatCount(Math.ceil(more))} more ${Math.ceil(more) === 1 ? 'sample' : 'samples'}, ${tellDays(days)}`,
  }));
  const turningPoints = counterfactual.turning_points.map(({ quantity, at, verdict }) => ({
    text: `${title(quantity)} at ${write(quantity, at)}`,
    verdict,
  }));
  const isEmpty = blockedBy.length + changes.length + samples.length + turningPoints.length === 0;
  return { blockedBy: blockedBy.map(tellBlock), changes, samples, turningPoints, isEmpty };
}
