import { Button, NativeSelect } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { ConditionFields } from './condition-fields.tsx';
import type { ConditionForm } from './condition-form.ts';
import type { SectionProps } from './rule-editor.tsx';
import styles from './rule-editor.module.css';
import { NEW_RULE } from './rule-form.ts';

/** As many conditions as a rule may have. */
const MOST = 10;

/** When the rule fires: one condition, or several together. */
export function ConditionsSection({ form, faults, onChange }: SectionProps) {
  const { conditions, combination } = form;
  const isOne = conditions.length === 1;
  const change = (at: number, next: ConditionForm): void =>
    onChange({ conditions: conditions.map((one, index) => (index === at ? next : one)) });
  return (
    <section className={styles.section} aria-labelledby="rule-when">
      <h2 id="rule-when">When it fires</h2>
      {!isOne && (
        <div className={styles.fields}>
          <NativeSelect
            label="Fires when"
            value={combination}
            onChange={({ currentTarget: { value } }) =>
              onChange({ combination: value === 'any' ? 'any' : 'all' })
            }
            data={[
              { value: 'all', label: 'all of these hold' },
              { value: 'any', label: 'any of these holds' },
            ]}
          />
        </div>
      )}
      {conditions.map((condition, index) => (
        <div
          key={index}
          className={styles.condition}
          role="group"
          aria-label={isOne ? 'Condition' : `Condition ${index + 1}`}
        >
          <ConditionFields
            condition={condition}
            path={isOne ? 'when' : `when.${combination}.${index}`}
            faults={faults}
            onChange={(next) => change(index, next)}
          />
          {!isOne && (
            <button
              type="button"
              className={styles.remove}
              onClick={() => onChange({ conditions: conditions.filter((_, at) => at !== index) })}
            >
              Remove condition {index + 1}
            </button>
          )}
        </div>
      ))}
      {conditions.length < MOST && (
        <div className={styles.add}>
          <Button
            variant="default"
            size="xs"
            leftSection={<IconPlus size={15} aria-hidden="true" />}
            onClick={() => onChange({ conditions: [...conditions, ...NEW_RULE.conditions] })}
          >
            Another condition
          </Button>
        </div>
      )}
    </section>
  );
}
