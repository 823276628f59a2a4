import {
  IconAlertTriangle,
  IconCircleCheckFilled,
  IconCircleDashed,
  IconCircleOff,
  IconCircleXFilled,
  IconClockOff,
  IconDots,
  IconMinus,
  IconPlugOff,
  type Icon,
} from '@tabler/icons-react';
import type { SignalStatus } from '../../decisions/assessment/assessment.ts';
import type { MissingState } from '../../signals/estimate.ts';
import { MISSING_WORDS } from '../format/missing.ts';
import styles from './status-mark.module.css';

/** What a signal's row is coloured by. */
export type Tone = SignalStatus | 'missing';

export const toneOf = (status: SignalStatus, state: 'ok' | MissingState): Tone =>
  state === 'ok' ? status : 'missing';

const STATUS_LOOK: Readonly<Record<SignalStatus, { word: string; Icon: Icon }>> = {
  pass: { word: 'Pass', Icon: IconCircleCheckFilled },
  fail: { word: 'Fail', Icon: IconCircleXFilled },
  uncertain: { word: 'Uncertain', Icon: IconCircleDashed },
};

const MISSING_ICONS: Readonly<Record<MissingState, Icon>> = {
  not_instrumented: IconPlugOff,
  stale: IconClockOff,
  too_few: IconDots,
  provider_error: IconAlertTriangle,
  not_applicable: IconCircleOff,
};

interface StatusMarkProps {
  status: SignalStatus;
  state: 'ok' | MissingState;
  hasLimit: boolean;
}

function lookOf({ status, state, hasLimit }: StatusMarkProps): {
  word: string;
  Icon: Icon;
  tone: Tone;
} {
  if (state !== 'ok')
    return { Icon: MISSING_ICONS[state], word: MISSING_WORDS[state].word, tone: 'missing' };
  if (!hasLimit) return { Icon: IconMinus, word: 'No limit', tone: 'missing' };
  return { ...STATUS_LOOK[status], tone: status };
}

/** A signal's status as icon and word; a missing state says which, and no limit is no doubt. */
export function StatusMark(props: StatusMarkProps) {
  const { Icon, word, tone } = lookOf(props);
  return (
    <span className={styles.status} data-tone={tone}>
      <Icon size={16} aria-hidden="true" />
      {word}
    </span>
  );
}
