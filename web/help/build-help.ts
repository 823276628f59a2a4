import type { SignalStatus } from '../../decisions/assessment/assessment.ts';
import type { AxisState, Verdict } from '../../decisions/policy/policy.ts';
import type { Axis } from '../../signals/axis.ts';
import { SIGNALS } from '../../signals/catalogue.ts';
import type { MissingState } from '../../signals/estimate.ts';
import { MISSING_WORDS } from '../format/missing.ts';
import { unitWords } from '../format/unit.ts';
import {
  AXIS_STATE_WORDS,
  AXIS_WORDS,
  VERDICT_LOOK,
  VERDICT_ORDER,
} from '../theme/verdict-look.ts';
import { AXIS_MEANING, AXIS_STATE_MEANING, STATUS_MEANING } from './help-words.ts';

/** What stands before a word, as it does wherever the word is used. */
export type HelpSign =
  | { readonly kind: 'verdict'; readonly verdict: Verdict }
  | { readonly kind: 'axis'; readonly state: AxisState }
  | { readonly kind: 'status'; readonly status: SignalStatus; readonly state: 'ok' | MissingState }
  | null;

/** One word and what it means. */
export interface HelpEntry {
  /** Where the address can point to. */
  readonly id: string;
  readonly title: string;
  readonly meaning: string;
  /** What it is made from, for those who want to know exactly. */
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly sign: HelpSign;
}

export interface HelpSection {
  readonly id: string;
  readonly title: string;
  readonly lead: string;
  readonly entries: readonly HelpEntry[];
}

const keysOf = <Key extends string>(words: Readonly<Record<Key, unknown>>): Key[] =>
  Object.keys(words) as Key[];

const VERDICTS: HelpSection = {
  id: 'verdicts',
  title: 'Verdicts',
  lead: 'What should become of a workload. A policy reaches one from the three axes; people accept or overrule it.',
  entries: VERDICT_ORDER.map((verdict) => ({
    id: verdict,
    title: VERDICT_LOOK[verdict].word,
    meaning: VERDICT_LOOK[verdict].meaning,
    facts: [],
    sign: { kind: 'verdict', verdict },
  })),
};

const AXES: HelpSection = {
  id: 'axes',
  title: 'Axes',
  lead: 'Every signal belongs to one of three questions.',
  entries: [
    ...keysOf(AXIS_WORDS).map((axis) => ({
      id: `axis-${axis}`,
      title: AXIS_WORDS[axis],
      meaning: AXIS_MEANING[axis],
      facts: [],
      sign: null,
    })),
    ...keysOf(AXIS_STATE_WORDS).map((state): HelpEntry => ({
      id: state,
      title: AXIS_STATE_WORDS[state],
      meaning: AXIS_STATE_MEANING[state],
      facts: [],
      sign: { kind: 'axis', state },
    })),
  ],
};

const STATES: HelpSection = {
  id: 'states',
  title: 'States of a signal',
  lead: 'A number has an interval: how far chance alone may have moved it. The limit is compared with all of it. A missing number is said to be missing and why; it is never drawn as zero.',
  entries: [
    ...keysOf(STATUS_MEANING).map((status): HelpEntry => ({
      id: status,
      title: status.charAt(0).toUpperCase() + status.slice(1),
      meaning: STATUS_MEANING[status],
      facts: [],
      sign: { kind: 'status', status, state: 'ok' },
    })),
    ...keysOf(MISSING_WORDS).map((state): HelpEntry => ({
      id: state,
      title: MISSING_WORDS[state].word,
      meaning: MISSING_WORDS[state].meaning,
      facts: [],
      sign: { kind: 'status', status: 'uncertain', state },
    })),
  ],
};

const signalsOf = (axis: Axis): HelpSection => ({
  id: `signals-${axis}`,
  title: `Signals of ${AXIS_WORDS[axis].toLowerCase()}`,
  lead: AXIS_MEANING[axis],
  entries: SIGNALS.filter((signal) => signal.axis === axis).map((signal) => ({
    id: signal.id,
    title: signal.title,
    meaning: signal.description,
    facts: [
      { name: 'Better', value: signal.better },
      { name: 'Unit', value: unitWords({ signal: signal.id, unit: signal.unit }) },
      { name: 'Counted', value: signal.numerator },
      { name: 'Over', value: signal.denominator },
      {
        name: 'Needs',
        value: signal.minSample === 0 ? 'no minimum' : `${signal.minSample} ${signal.trials}`,
      },
    ].filter(({ value }) => value !== ''),
    sign: null,
  })),
});

const SECTIONS: readonly HelpSection[] = [
  VERDICTS,
  AXES,
  STATES,
  ...keysOf(AXIS_WORDS).map(signalsOf),
];

/** Every word that the dashboard judges by, with its meaning; those alone that hold every word of a text. */
export function buildHelp(text: string): readonly HelpSection[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return SECTIONS.map((section) => ({
    ...section,
    entries: section.entries.filter(({ id, title, meaning }) => {
      const all = `${id} ${title} ${meaning}`.toLowerCase();
      return words.every((word) => all.includes(word));
    }),
  })).filter(({ entries }) => entries.length > 0);
}
