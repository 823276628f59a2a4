import { NativeSelect, TextInput } from '@mantine/core';
import type { Comparison } from '../../alerts/condition/condition.ts';
import type { ConditionText } from './condition-fields.tsx';
import { COMPARISON_CHOICES } from './rule-form.ts';
import { COMPARISON_SIGNS } from './tell-rule.ts';

interface ThresholdFieldsProps {
  text: ConditionText;
  op: Comparison;
  /** Behind a label, with what comes before it; empty where there is none. */
  inUnit: string;
  fault: string | undefined;
  onOp: (op: Comparison) => void;
}

/** A comparison with its threshold, and over which window. */
export function ThresholdFields({ text, op, inUnit, fault, onOp }: ThresholdFieldsProps) {
  return (
    <>
      <NativeSelect
        label="Is"
        value={op}
        error={fault}
        onChange={({ currentTarget: { value } }) => {
          const chosen = COMPARISON_CHOICES.find((one) => one === value);
          if (chosen) onOp(chosen);
        }}
        data={COMPARISON_CHOICES.map((value) => ({ value, label: COMPARISON_SIGNS[value] }))}
      />
      <TextInput
        {...text('threshold', 'threshold')}
        label={`Threshold${inUnit}`}
        inputMode="decimal"
      />
      <TextInput
        {...text('recovery', 'recovery_threshold')}
        label={`Recovered at${inUnit}`}
        description="Empty: at the threshold."
        inputMode="decimal"
      />
      <TextInput {...text('window', 'window')} label="Window" description="5m, 1h, 7d" />
      <TextInput
        {...text('minSamples', 'min_samples')}
        label="Samples needed"
        description="Fewer are no data."
        inputMode="numeric"
      />
    </>
  );
}
