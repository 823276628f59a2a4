import { NativeSelect, TextInput } from '@mantine/core';
import { COMPARISON_CHOICES, faultAt, type RuleFaults } from './rule-form.ts';
import {
  CONDITION_KINDS,
  fieldUnit,
  KIND_WORDS,
  signalChoices,
  type ConditionForm,
} from './condition-form.ts';
import styles from './rule-editor.module.css';
import { COMPARISON_SIGNS, tellCondition } from './tell-rule.ts';

interface ConditionFieldsProps {
  condition: ConditionForm;
  /** Of the condition in its document. */
  path: string;
  faults: RuleFaults;
  onChange: (condition: ConditionForm) => void;
}

/** Fields that hold a text. */
type TextField =
  | 'threshold'
  | 'recovery'
  | 'window'
  | 'before'
  | 'minSamples'
  | 'objective'
  | 'silence';

/** One condition: what it is about decides which fields there are. */
export function ConditionFields({ condition, path, faults, onChange }: ConditionFieldsProps) {
  const { kind, signal } = condition;
  const set = (change: Partial<ConditionForm>): void => onChange({ ...condition, ...change });
  const at = kind === 'threshold' ? path : `${path}.${kind}`;
  /** The texts of a condition, each with its fault. */
  const text = (name: TextField, member: string) => ({
    value: condition[name],
    maxLength: 24,
    autoComplete: 'off',
    error: faultAt(faults, `${at}.${member}`),
    onChange: ({ currentTarget: { value } }: { currentTarget: { value: string } }) =>
      set({ [name]: value }),
  });
  const unit = fieldUnit(kind, signal);
  const inUnit = unit.word === '' ? '' : `, ${unit.word}`;
  return (
    <div className={styles.fields}>
      <NativeSelect
        className={styles['wide']!}
        label="Kind"
        value={kind}
        error={faults[path]}
        onChange={({ currentTarget: { value } }) => {
          const chosen = CONDITION_KINDS.find((one) => one === value) ?? 'threshold';
          const fits = signalChoices(chosen).some((one) => one.value === signal);
          set({ kind: chosen, ...(fits ? {} : { signal: 'error_rate' }) });
        }}
        data={CONDITION_KINDS.map((value) => ({ value, label: KIND_WORDS[value] }))}
      />
      {kind !== 'absence' && (
        <NativeSelect
          label="Signal"
          value={signal}
          error={faultAt(faults, `${at}.signal`)}
          onChange={({ currentTarget: { value } }) => set({ signal: value })}
          data={[...signalChoices(kind)]}
        />
      )}
      {(kind === 'threshold' || kind === 'change') && (
        <>
          <NativeSelect
            label="Is"
            value={condition.op}
            error={faultAt(faults, `${at}.op`)}
            onChange={({ currentTarget: { value } }) => {
              const op = COMPARISON_CHOICES.find((one) => one === value);
              if (op) set({ op });
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
      )}
      {kind === 'change' && (
        <TextInput
          {...text('before', 'before')}
          label="Compared with"
          description="So long before; empty: the window before."
        />
      )}
      {kind === 'burn' && (
        <>
          <TextInput
            {...text('objective', 'objective')}
            label="Objective, %"
            description="Share that has to be good."
            inputMode="decimal"
          />
          <p className={`${styles.quiet} ${styles.wide}`}>{tellWindows(condition)}</p>
        </>
      )}
      {kind === 'absence' && (
        <TextInput
          {...text('silence', 'for')}
          label="Silent for"
          description="Whole minutes: 15m, 2h"
        />
      )}
    </div>
  );
}

const USUAL_WINDOWS =
  'It pages over 1 h and 5 min × 14.4 and over 6 h and 30 min × 6, and warns over 1 d and 2 h × 3 and over 3 d and 6 h × 1; both windows of a pair must exceed.';

function tellWindows({ signal, windows }: ConditionForm): string {
  if (windows === undefined) return USUAL_WINDOWS;
  const told = tellCondition({ burn: { signal, objective: 0.99, windows } });
  return `Its own windows: ${told.slice(told.lastIndexOf(' over ') + 6)}.`;
}
