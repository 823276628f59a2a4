import { Textarea, TextInput } from '@mantine/core';
import type { SectionProps } from './rule-editor.tsx';
import styles from './rule-editor.module.css';
import { faultAt } from './rule-form.ts';

/** What people are told, and where they find help. */
export function MessageSection({ form, faults, onChange }: SectionProps) {
  return (
    <section className={styles.section} aria-labelledby="rule-message">
      <h2 id="rule-message">What is told</h2>
      <div className={styles.fields}>
        <TextInput
          className={styles['wide']!}
          label="Summary"
          description="Text; {{workload}}, {{title}}, {{value}}, {{threshold}} and labels are filled in."
          value={form.summary}
          maxLength={2000}
          error={faultAt(faults, 'summary')}
          onChange={({ currentTarget: { value } }) => onChange({ summary: value })}
        />
        <Textarea
          className={styles['wide']!}
          label="Description"
          description="What it means and what to look at first."
          rows={3}
          value={form.description}
          maxLength={2000}
          error={faultAt(faults, 'description')}
          onChange={({ currentTarget: { value } }) => onChange({ description: value })}
        />
        <TextInput
          className={styles['wide']!}
          label="Runbook"
          description="An http or https address."
          type="url"
          value={form.runbook}
          maxLength={2000}
          error={faultAt(faults, 'runbook_url')}
          onChange={({ currentTarget: { value } }) => onChange({ runbook: value })}
        />
        <TextInput
          label="Owner"
          value={form.owner}
          maxLength={200}
          error={faultAt(faults, 'owner')}
          onChange={({ currentTarget: { value } }) => onChange({ owner: value })}
        />
        <Textarea
          className={styles['wide']!}
          label="Labels"
          description="One a line, name: value. Routes go by them."
          rows={2}
          value={form.labels}
          error={faultAt(faults, 'labels')}
          onChange={({ currentTarget: { value } }) => onChange({ labels: value })}
        />
      </div>
    </section>
  );
}
