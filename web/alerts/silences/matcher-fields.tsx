import { Button, NativeSelect, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import type { Matcher } from '../../api/silence-queries.ts';
import styles from './matcher-fields.module.css';
import { operatorWord, OPERATORS } from './tell-matchers.ts';

interface MatcherFieldsProps {
  /** What the matchers are of, for those who do not see that: "Silence". */
  name: string;
  matchers: readonly Matcher[];
  /** What is wrong, by the path of the member: `0.label`. */
  faultOf: (path: string) => string | undefined;
  onChange: (matchers: readonly Matcher[]) => void;
}

const MOST = 20;

/** Tests of labels, all of which have to hold. */
export function MatcherFields({ name, matchers, faultOf, onChange }: MatcherFieldsProps) {
  const change = (at: number, part: Partial<Matcher>): void =>
    onChange(matchers.map((one, index) => (index === at ? { ...one, ...part } : one)));
  return (
    <div className={styles.matchers} role="group" aria-label={`${name}: labels`}>
      {matchers.map((matcher, index) => (
        <div key={index} className={styles.matcher}>
          <TextInput
            size="xs"
            className={styles['label']!}
            aria-label={`Label ${index + 1}`}
            placeholder="label"
            value={matcher.label}
            maxLength={64}
            autoComplete="off"
            spellCheck={false}
            error={faultOf(`${index}.label`)}
            onChange={({ currentTarget: { value } }) => change(index, { label: value.trim() })}
          />
          <NativeSelect
            size="xs"
            className={styles['op']!}
            aria-label={`Comparison ${index + 1}`}
            value={matcher.op}
            onChange={({ currentTarget: { value } }) => {
              const op = OPERATORS.find((one) => one === value);
              if (op) change(index, { op });
            }}
            data={OPERATORS.map((value) => ({ value, label: operatorWord(value) }))}
          />
          <TextInput
            size="xs"
            className={styles['value']!}
            aria-label={`Value ${index + 1}`}
            placeholder="empty"
            value={matcher.value}
            maxLength={500}
            autoComplete="off"
            spellCheck={false}
            error={faultOf(`${index}.value`)}
            onChange={({ currentTarget: { value } }) => change(index, { value })}
          />
          <button
            type="button"
            className={styles.remove}
            aria-label={`Remove the label ${matcher.label === '' ? index + 1 : matcher.label}`}
            onClick={() => onChange(matchers.filter((_, at) => at !== index))}
          >
            <IconX size={15} aria-hidden="true" />
          </button>
        </div>
      ))}
      {matchers.length < MOST && (
        <Button
          variant="default"
          size="xs"
          className={styles['add']!}
          leftSection={<IconPlus size={14} aria-hidden="true" />}
          onClick={() => onChange([...matchers, { label: '', op: '=', value: '' }])}
        >
          Another label
        </Button>
      )}
    </div>
  );
}
