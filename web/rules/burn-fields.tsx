import { Button, NativeSelect, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { SEVERITIES } from '../alerts/severities.ts';
import { SEVERITY_WORDS } from '../alerts/severity-words.ts';
import { MOST_WINDOWS, USUAL_WINDOWS, type BurnWindowForm } from './burn-form.ts';
import styles from './rule-editor.module.css';
import { faultAt, type RuleFaults } from './rule-form.ts';

interface BurnFieldsProps {
  /** Null: the usual ones. */
  windows: readonly BurnWindowForm[] | null;
  /** Of the windows in the document. */
  path: string;
  faults: RuleFaults;
  onChange: (windows: readonly BurnWindowForm[] | null) => void;
}

type TextField = Exclude<keyof BurnWindowForm, 'severity'>;

const COLUMNS: readonly { name: TextField; title: string; hint: string }[] = [
  { name: 'long', title: 'Long window', hint: '1h' },
  { name: 'short', title: 'Short window', hint: '5m' },
  { name: 'factor', title: 'Times too fast', hint: '14.4' },
];

/** Pairs of windows over which a budget may not burn so fast: the usual ones, or a table of one's own. */
export function BurnFields({ windows, path, faults, onChange }: BurnFieldsProps) {
  const shown = windows ?? USUAL_WINDOWS;
  const change = (at: number, part: Partial<BurnWindowForm>): void =>
    onChange(shown.map((one, index) => (index === at ? { ...one, ...part } : one)));
  return (
    <div className={`${styles.wide} ${styles.burn}`} role="group" aria-label="Windows">
      <label className={styles.box}>
        <input
          type="checkbox"
          checked={windows === null}
          onChange={({ currentTarget: { checked } }) => onChange(checked ? null : USUAL_WINDOWS)}
        />
        The usual windows: two that page, two that warn
      </label>
      <table className={styles.windows}>
        <thead>
          <tr>
            {COLUMNS.map(({ name, title }) => (
              <th key={name} scope="col">
                {title}
              </th>
            ))}
            <th scope="col">Severity</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {shown.map((one, index) => (
            <tr key={index}>
              {COLUMNS.map(({ name, title, hint }) => (
                <td key={name}>
                  <TextInput
                    size="xs"
                    aria-label={`${title} ${index + 1}`}
                    placeholder={hint}
                    value={one[name]}
                    maxLength={9}
                    disabled={windows === null}
                    error={faultAt(faults, `${path}.${index}.${name}`)}
                    onChange={({ currentTarget: { value } }) => change(index, { [name]: value })}
                  />
                </td>
              ))}
              <td>
                <NativeSelect
                  size="xs"
                  aria-label={`Severity ${index + 1}`}
                  value={one.severity}
                  disabled={windows === null}
                  onChange={({ currentTarget: { value } }) =>
                    change(index, { severity: SEVERITIES.find((known) => known === value) ?? '' })
                  }
                  data={[
                    { value: '', label: 'the rule’s' },
                    ...SEVERITIES.map((value) => ({ value, label: SEVERITY_WORDS[value].word })),
                  ]}
                />
              </td>
              <td>
                {windows !== null && windows.length > 1 && (
                  <button
                    type="button"
                    className={styles.away}
                    aria-label={`Remove windows ${index + 1}`}
                    onClick={() => onChange(windows.filter((_, at) => at !== index))}
                  >
                    <IconX size={15} aria-hidden="true" />
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.quiet}>
        Both windows of a pair must exceed: the long one so that it matters, the short one so that
        it ends soon after.
      </p>
      {windows !== null && windows.length < MOST_WINDOWS && (
        <div>
          <Button
            variant="default"
            size="xs"
            leftSection={<IconPlus size={14} aria-hidden="true" />}
            onClick={() =>
              onChange([...windows, { long: '1h', short: '5m', factor: '', severity: '' }])
            }
          >
            Another pair
          </Button>
        </div>
      )}
    </div>
  );
}
