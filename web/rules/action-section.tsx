import { NativeSelect, TextInput } from '@mantine/core';
import { ACTION_MODES, actionWord, BACK_CHOICES, type ActionForm } from './action-form.ts';
import type { SectionProps } from './rule-editor.tsx';
import styles from './rule-editor.module.css';
import { faultAt } from './rule-form.ts';

/** What happens to the workload while the rule fires, and how that ends. */
export function ActionSection({ form, faults, onChange }: SectionProps) {
  const { action } = form;
  const set = (change: Partial<ActionForm>): void => onChange({ action: { ...action, ...change } });
  return (
    <section className={styles.section} aria-labelledby="rule-action">
      <h2 id="rule-action">What it does to the workload</h2>
      <div className={styles.fields}>
        <NativeSelect
          label="While it fires"
          description="Lowers what it may do, never raises it."
          value={action.mode}
          error={faultAt(faults, 'action.mode') ?? faults['action']}
          onChange={({ currentTarget: { value } }) =>
            set({ mode: ACTION_MODES.find((one) => one === value) ?? '' })
          }
          data={[
            { value: '', label: 'Nothing' },
            ...ACTION_MODES.map((value) => ({ value, label: actionWord(value) })),
          ]}
        />
        {action.mode === 'limited' && (
          <TextInput
            label="Share, %"
            description="Of the runs that may act."
            value={action.percent}
            maxLength={6}
            inputMode="decimal"
            error={faultAt(faults, 'action.percent')}
            onChange={({ currentTarget: { value } }) => set({ percent: value })}
          />
        )}
        {action.mode !== '' && (
          <NativeSelect
            label="Comes back"
            description="To what it was before."
            value={action.back === '' ? 'on_resolve' : action.back}
            error={faultAt(faults, 'action.back')}
            onChange={({ currentTarget: { value } }) => set({ back: value })}
            data={[...BACK_CHOICES]}
          />
        )}
      </div>
    </section>
  );
}
