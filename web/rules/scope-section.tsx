import { NativeSelect, TextInput } from '@mantine/core';
import type { SectionProps } from './rule-editor.tsx';
import styles from './rule-editor.module.css';
import { CUT_CHOICES, faultAt, RISK_CHOICES, STAGE_CHOICES } from './rule-form.ts';

/** Which workloads the rule looks at, and whether each part of one is an alert of its own. */
export function ScopeSection({ form, faults, onChange }: SectionProps) {
  return (
    <section className={styles.section} aria-labelledby="rule-scope">
      <h2 id="rule-scope">Which workloads</h2>
      <div className={styles.fields}>
        <TextInput
          className={styles['wide']!}
          label="Workloads"
          description="Ids, with * for any part of one, separated by commas."
          value={form.workloads}
          maxLength={4000}
          error={faultAt(faults, 'select.workloads')}
          onChange={({ currentTarget: { value } }) => onChange({ workloads: value })}
        />
        <Boxes
          legend="In stage (none: any)"
          choices={STAGE_CHOICES}
          chosen={form.stages}
          onChoose={(stages) => onChange({ stages })}
        />
        <Boxes
          legend="Of risk class (none: any)"
          choices={RISK_CHOICES}
          chosen={form.riskClasses}
          onChoose={(riskClasses) => onChange({ riskClasses })}
        />
        <NativeSelect
          label="One alert for each"
          value={form.by}
          error={faultAt(faults, 'by')}
          onChange={({ currentTarget: { value } }) =>
            onChange({ by: CUT_CHOICES.find((one) => one === value) ?? '' })
          }
          data={[{ value: '', label: 'workload' }, ...CUT_CHOICES]}
        />
      </div>
    </section>
  );
}

interface BoxesProps<Choice extends string> {
  legend: string;
  choices: readonly Choice[];
  chosen: readonly Choice[];
  onChoose: (chosen: readonly Choice[]) => void;
}

function Boxes<Choice extends string>(props: BoxesProps<Choice>) {
  const { legend, choices, chosen, onChoose } = props;
  return (
    <fieldset className={`${styles.boxes} ${styles.wide}`}>
      <legend>{legend}</legend>
      {choices.map((choice) => (
        <label key={choice} className={styles.box}>
          <input
            type="checkbox"
            checked={chosen.includes(choice)}
            onChange={() =>
              onChoose(choices.filter((one) => (one === choice) !== chosen.includes(one)))
            }
          />
          {choice}
        </label>
      ))}
    </fieldset>
  );
}
