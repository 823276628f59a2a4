import { NativeSelect, TextInput } from '@mantine/core';
import type { ConditionText } from './condition-fields.tsx';
import styles from './rule-editor.module.css';
import { DIRECTIONS } from './usual-form.ts';

interface AnomalyFieldsProps {
  text: ConditionText;
  direction: string;
  onDirection: (direction: string) => void;
}

/** A value against what is usual at this hour of the week. */
export function AnomalyFields({ text, direction, onDirection }: AnomalyFieldsProps) {
  return (
    <>
      <NativeSelect
        label="Is"
        value={direction === '' ? 'both' : direction}
        onChange={({ currentTarget: { value } }) => onDirection(value)}
        data={[...DIRECTIONS]}
      />
      <TextInput {...text('window', 'window')} label="Window" description="15m, 1h, up to 1d" />
      <TextInput
        {...text('sensitivity', 'sensitivity')}
        label="Spreads from usual"
        description="Empty: 4. Fewer fire more often."
        inputMode="decimal"
      />
      <TextInput
        {...text('minSamples', 'min_samples')}
        label="Samples needed"
        description="Fewer are no data."
        inputMode="numeric"
      />
      <p className={`${styles.quiet} ${styles.wide}`}>
        It learns from the same hours of the weeks before and needs three weeks of telemetry; until
        then it never fires, and says so.
      </p>
    </>
  );
}

/** How a feature is spread, against its reference. */
export function DriftFields({ text }: { text: ConditionText }) {
  return (
    <>
      <TextInput
        {...text('feature', 'feature')}
        label="Feature"
        description="Empty: whichever moved furthest."
        maxLength={128}
      />
      <TextInput
        {...text('threshold', 'threshold')}
        label="Drifts by more than"
        description="PSI: 0.1 is some, 0.25 is much."
        inputMode="decimal"
      />
      <TextInput {...text('window', 'window')} label="Window" description="Whole hours: 6h, 1d" />
    </>
  );
}
