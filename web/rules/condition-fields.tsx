import { NativeSelect, TextInput } from '@mantine/core';
import { BurnFields } from './burn-fields.tsx';
import { ChangeFields } from './change-fields.tsx';
import { faultAt, type RuleFaults } from './rule-form.ts';
import {
  CONDITION_KINDS,
  fieldUnit,
  KIND_WORDS,
  signalChoices,
  type ConditionForm,
} from './condition-form.ts';
import styles from './rule-editor.module.css';
import { ThresholdFields } from './threshold-fields.tsx';
import { AnomalyFields, DriftFields } from './usual-fields.tsx';

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
  | 'silence'
  | 'sensitivity'
  | 'feature';

/** What a text field of a condition is given: its value, its fault, and how it changes. */
export type ConditionText = (
  name: TextField,
  member: string,
) => {
  readonly value: string;
  readonly maxLength: number;
  readonly autoComplete: string;
  readonly error: string | undefined;
  readonly onChange: (event: { currentTarget: { value: string } }) => void;
};

const LONGEST = 24;

/** One condition: what it is about decides which fields there are. */
export function ConditionFields({ condition, path, faults, onChange }: ConditionFieldsProps) {
  const { kind, signal, op } = condition;
  const set = (change: Partial<ConditionForm>): void => onChange({ ...condition, ...change });
  const at = kind === 'threshold' ? path : `${path}.${kind}`;
  const text: ConditionText = (name, member) => ({
    value: condition[name],
    maxLength: LONGEST,
    autoComplete: 'off',
    error: faultAt(faults, `${at}.${member}`),
    onChange: ({ currentTarget: { value } }) => set({ [name]: value }),
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
      {kind !== 'absence' && kind !== 'drift' && (
        <NativeSelect
          label="Signal"
          value={signal}
          error={faultAt(faults, `${at}.signal`)}
          onChange={({ currentTarget: { value } }) => set({ signal: value })}
          data={[...signalChoices(kind)]}
        />
      )}
      {(kind === 'threshold' || kind === 'change') && (
        <ThresholdFields
          text={text}
          op={op}
          inUnit={inUnit}
          fault={faultAt(faults, `${at}.op`)}
          onOp={(chosen) => set({ op: chosen })}
        />
      )}
      {kind === 'change' && (
        <ChangeFields
          text={text}
          isAgainstRelease={condition.isAgainstRelease}
          onAgainst={(isAgainstRelease) => set({ isAgainstRelease })}
        />
      )}
      {kind === 'anomaly' && (
        <AnomalyFields
          text={text}
          direction={condition.direction}
          onDirection={(direction) => set({ direction })}
        />
      )}
      {kind === 'drift' && <DriftFields text={text} />}
      {kind === 'burn' && (
        <>
          <TextInput
            {...text('objective', 'objective')}
            label="Objective, %"
            description="Share that has to be good."
            inputMode="decimal"
          />
          <BurnFields
            windows={condition.windows}
            path={`${at}.windows`}
            faults={faults}
            onChange={(windows) => set({ windows })}
          />
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
