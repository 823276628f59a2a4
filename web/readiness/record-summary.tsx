import { Button } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { WorkloadDocument } from '../../core/workload.ts';
import { countStated } from './count-stated.ts';
import styles from './readiness-tab.module.css';

/** What the record says in short, and the way to write it. */
export function RecordSummary({ document }: { document: WorkloadDocument }) {
  const { id, purpose, target_workflow: workflow, users } = document;
  const facts = [
    ['Purpose', purpose],
    ['Workflow', workflow],
    ['Users', users],
  ] as const;
  const stated = facts.filter(([, value]) => value !== undefined && value !== '');
  const { filled, total } = countStated(document);
  return (
    <section className={styles.panel} aria-labelledby="record-title">
      <h2 id="record-title">The record</h2>
      {stated.length === 0 ? (
        <p>It does not say yet what this workload is for. Begin with its purpose and its owners.</p>
      ) : (
        <dl className={styles.facts}>
          {stated.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      <p className={styles.quiet}>
        {filled} of {total} fields are filled in.
      </p>
      <Button
        variant="default"
        size="sm"
        leftSection={<IconPencil size={16} aria-hidden="true" />}
        renderRoot={(root) => (
          <Link
            {...root}
            from="/w/$id"
            to="/w/$id"
            params={{ id }}
            search={(before) => ({ ...before, record: 'edit' })}
          />
        )}
      >
        Edit the record
      </Button>
    </section>
  );
}
