import { Button, NativeSelect, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import type { RouteDocument } from '../api/receiver-queries.ts';
import { faultAt } from '../rules/rule-form.ts';
import styles from './routes-panel.module.css';

type Step = RouteDocument['escalate'][number];

interface EscalationFieldsProps {
  steps: readonly Step[];
  path: string;
  receivers: readonly string[];
  faults: Readonly<Record<string, string>>;
  onChange: (steps: readonly Step[]) => void;
}

const MOST = 5;

/** Who is told next while nobody has acknowledged. */
export function EscalationFields({
  steps,
  path,
  receivers,
  faults,
  onChange,
}: EscalationFieldsProps) {
  const change = (at: number, part: Partial<Step>): void =>
    onChange(steps.map((one, index) => (index === at ? { ...one, ...part } : one)));
  const [first] = receivers;
  return (
    <div className={styles.part} role="group" aria-label="Escalation">
      <p className={styles.name}>While nobody acknowledges</p>
      {steps.map(({ after, receiver }, index) => (
        <div key={index} className={styles.step}>
          <TextInput
            size="xs"
            aria-label={`Step ${index + 1}: after`}
            placeholder="15m"
            value={after}
            maxLength={6}
            error={faultAt(faults, `${path}.${index}.after`)}
            onChange={({ currentTarget: { value } }) => change(index, { after: value.trim() })}
          />
          <NativeSelect
            size="xs"
            aria-label={`Step ${index + 1}: tell`}
            value={receiver}
            error={faultAt(faults, `${path}.${index}.receiver`)}
            onChange={({ currentTarget: { value } }) => change(index, { receiver: value })}
            data={receivers.includes(receiver) ? [...receivers] : [receiver, ...receivers]}
          />
          <button
            type="button"
            className={styles.icon}
            aria-label={`Remove step ${index + 1}`}
            onClick={() => onChange(steps.filter((_, at) => at !== index))}
          >
            <IconX size={15} aria-hidden="true" />
          </button>
        </div>
      ))}
      {steps.length < MOST && first !== undefined && (
        <div>
          <Button
            variant="default"
            size="xs"
            leftSection={<IconPlus size={14} aria-hidden="true" />}
            onClick={() => onChange([...steps, { after: '15m', receiver: first }])}
          >
            {steps.length === 0 ? 'Escalate' : 'Another step'}
          </Button>
        </div>
      )}
    </div>
  );
}
