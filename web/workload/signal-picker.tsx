import { NativeSelect } from '@mantine/core';
import type { AssessedSignal } from '../../decisions/assessment/assessment.ts';
import { AXIS_WORDS } from '../theme/verdict-look.ts';
import type { Axis } from '../../signals/axis.ts';

interface SignalPickerProps {
  signals: readonly AssessedSignal[];
  chosen: string;
  onChoose: (signal: string) => void;
}

/** Which signal the chart shows; those without any measurement are left out. */
export function SignalPicker({ signals, chosen, onChoose }: SignalPickerProps) {
  const isOffered = ({ signal, state }: AssessedSignal): boolean =>
    signal === chosen || (state !== 'not_instrumented' && state !== 'not_applicable');
  return (
    <NativeSelect
      size="xs"
      aria-label="Signal on the chart"
      value={chosen}
      onChange={(event) => onChoose(event.currentTarget.value)}
      data={(Object.keys(AXIS_WORDS) as Axis[]).flatMap((axis) => {
        const items = signals
          .filter((signal) => signal.axis === axis && isOffered(signal))
          .map(({ signal, title }) => ({ value: signal, label: title }));
        return items.length === 0 ? [] : [{ group: AXIS_WORDS[axis], items }];
      })}
    />
  );
}
