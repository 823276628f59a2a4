import { NativeSelect, TextInput } from '@mantine/core';
import type { AbsentPolicy } from '../../alerts/condition/condition.ts';
import type { SectionProps } from './rule-editor.tsx';
import styles from './rule-editor.module.css';
import { ABSENT_CHOICES, faultAt } from './rule-form.ts';

const ABSENT_WORDS: Readonly<Record<AbsentPolicy, string>> = {
  clear: 'it counts as clear',
  keep: 'it stays as it is, for 15 minutes',
  zero: 'it counts as 0',
};

/** How long a breach lasts before it fires, and what ends it. */
export function TimingSection({ form, faults, onChange }: SectionProps) {
  return (
    <section className={styles.section} aria-labelledby="rule-timing">
      <h2 id="rule-timing">How long</h2>
      <div className={styles.fields}>
        <TextInput
          label="Looked at every"
          description="Whole minutes: 1m, 15m"
          value={form.interval}
          maxLength={6}
          error={faultAt(faults, 'interval')}
          onChange={({ currentTarget: { value } }) => onChange({ interval: value })}
        />
        <TextInput
          label="Fires after"
          description="So long a breach; 0s: at once."
          value={form.waits}
          maxLength={6}
          error={faultAt(faults, 'for')}
          onChange={({ currentTarget: { value } }) => onChange({ waits: value })}
        />
        <TextInput
          label="Keeps firing for"
          description="So long clear before it ends."
          value={form.keeps}
          maxLength={6}
          error={faultAt(faults, 'keep_firing_for')}
          onChange={({ currentTarget: { value } }) => onChange({ keeps: value })}
        />
        <NativeSelect
          label="Without data"
          description="What becomes of it then."
          value={form.absent}
          error={faultAt(faults, 'absent')}
          onChange={({ currentTarget: { value } }) =>
            onChange({ absent: ABSENT_CHOICES.find((one) => one === value) ?? '' })
          }
          data={[
            { value: '', label: 'as its signal usually does' },
            ...ABSENT_CHOICES.map((value) => ({ value, label: ABSENT_WORDS[value] })),
          ]}
        />
        <TextInput
          label="Silence is told after"
          description="As an alert of its own; empty: never."
          value={form.noData}
          maxLength={6}
          error={faultAt(faults, 'no_data_for')}
          onChange={({ currentTarget: { value } }) => onChange({ noData: value })}
        />
      </div>
    </section>
  );
}
