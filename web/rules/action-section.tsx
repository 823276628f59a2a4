import { NativeSelect, TextInput } from '@mantine/core';
import { ACTION_MODES, type ActionForm } from './action-form.ts';
import type { SectionProps } from './rule-editor.tsx';
import styles from './rule-editor.module.css';
import { faultAt } from './rule-form.ts';

const ACTION_WORDS: Readonly<Record<(typeof ACTION_MODES)[number], string>> = {
  off: 'pauses it',
  'read-only': 'lets it only read',
  'draft-only': 'lets it only draft',
  review: 'has people review it',
  limited: 'limits it to a share',
};

/** What a firing alert does to the running workload, and how that ends. */
export function ActionSection({ form, faults, onChange }: SectionProps) {
  const { action } = form;
  const change = (part: Partial<ActionForm>) => onChange({ action: { ...action, ...part } });
  return (
    <section className={styles.section} aria-labelledby="rule-action">
      <h2 id="rule-action">What it does to the workload</h2>
      <div className={styles.fields}>
        <NativeSelect
          label="While it fires, it"
          description="Applications that ask for their mode are told."
          value={action.mode}
          error={faultAt(faults, 'action')}
          onChange={({ currentTarget: { value } }) =>
            change({ mode: ACTION_MODES.find((one) => one === value) ?? '' })
          }
          data={[
            { value: '', label: 'does nothing to it' },
            ...ACTION_MODES.map((value) => ({ value, label: ACTION_WORDS[value] })),
          ]}
        />
        {action.mode === 'limited' && (
          <TextInput
            label="Share, %"
            description="Of the keys that ask."
            inputMode="decimal"
            value={action.percent}
            error={faultAt(faults, 'action.percent')}
            onChange={({ currentTarget: { value } }) => change({ percent: value })}
          />
        )}
        {action.mode !== '' && (
          <NativeSelect
            label="The way back"
            description="What ends it."
            value={action.back}
            onChange={({ currentTarget: { value } }) =>
              change({ back: value === 'by_person' ? 'by_person' : 'on_resolve' })
            }
            data={[
              { value: 'on_resolve', label: 'the end of the alert' },
              { value: 'by_person', label: 'a person, never by itself' },
            ]}
          />
        )}
      </div>
    </section>
  );
}
