import { NativeSelect, TextInput } from '@mantine/core';
import { SEVERITIES } from '../alerts/severities.ts';
import { SEVERITY_WORDS } from '../alerts/severity-words.ts';
import type { SectionProps } from './rule-editor.tsx';
import styles from './rule-editor.module.css';
import { faultAt } from './rule-form.ts';

/** A title as an id: what a new rule is called in addresses, until somebody writes another. */
const slugOf = (title: string): string =>
  title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 63);

/** What the rule is called, how loud it is, and whether it is on. */
export function TitleSection({ form, faults, onChange, isNew }: SectionProps & { isNew: boolean }) {
  const severity = SEVERITY_WORDS[form.severity];
  return (
    <section className={styles.section} aria-labelledby="rule-what">
      <h2 id="rule-what">What it is</h2>
      <div className={styles.fields}>
        <TextInput
          className={styles['wide']!}
          label="Title"
          description="What people read at night: name what is wrong."
          value={form.title}
          maxLength={200}
          error={faultAt(faults, 'title')}
          onChange={({ currentTarget: { value } }) => {
            const follows = isNew && form.id === slugOf(form.title);
            onChange({ title: value, ...(follows ? { id: slugOf(value) } : {}) });
          }}
        />
        {isNew && (
          <TextInput
            label="Id"
            description="In addresses; stays as it is."
            value={form.id}
            maxLength={63}
            error={faultAt(faults, 'id')}
            onChange={({ currentTarget: { value } }) => onChange({ id: value })}
          />
        )}
        <NativeSelect
          label="Severity"
          description={severity.meaning}
          value={form.severity}
          error={faultAt(faults, 'severity')}
          onChange={({ currentTarget: { value } }) => {
            const chosen = SEVERITIES.find((one) => one === value);
            if (chosen) onChange({ severity: chosen });
          }}
          data={SEVERITIES.map((value) => ({ value, label: SEVERITY_WORDS[value].word }))}
        />
        <fieldset className={`${styles.boxes} ${styles.wide}`}>
          <legend className="hidden-visually">State</legend>
          <label className={styles.box}>
            <input
              type="checkbox"
              checked={form.isEnabled}
              onChange={({ currentTarget: { checked } }) => onChange({ isEnabled: checked })}
            />
            Turned on
          </label>
          <label className={styles.box}>
            <input
              type="checkbox"
              checked={form.blocksScale}
              onChange={({ currentTarget: { checked } }) => onChange({ blocksScale: checked })}
            />
            Keeps the workload from Scale while it fires
          </label>
        </fieldset>
      </div>
    </section>
  );
}
