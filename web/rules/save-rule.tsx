import { Button } from '@mantine/core';
import { IconDeviceFloppy, IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { ApiError } from '../api/api-error.ts';
import { useMay } from '../api/use-may.ts';
import { alertsKey } from '../api/alert-queries.ts';
import { answer, api } from '../api/client.ts';
import { rulesKey, type RuleDocument } from '../api/rule-queries.ts';
import { DeleteRule } from './delete-rule.tsx';
import { faultsElsewhere, type ReadRuleForm, type RuleFaults } from './rule-form.ts';
import styles from './rule-editor.module.css';
import { tellRuleRefusal } from './tell-rule-refusal.ts';

interface SaveRuleProps {
  read: ReadRuleForm;
  base: RuleDocument | null;
  version: number;
  isChanged: boolean;
  faults: RuleFaults;
  onFaults: (faults: RuleFaults) => void;
  onReset: () => void;
  onSaved: (id: string) => void;
  onAway: () => void;
}

/** Keeps the rule, or says beside which field it cannot; and the way to be rid of it. */
export function SaveRule(props: SaveRuleProps) {
  const { read, base, version, isChanged, faults, onFaults, onReset, onSaved, onAway } = props;
  const mayWrite = useMay('write');
  const [isDeleting, setIsDeleting] = useState(false);
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: ({ id, document }: { id: string; document: Record<string, unknown> }) =>
      answer(
        api.rules[':id'].$put({
          param: { id },
          header: { 'if-match': `"${version}"` },
          json: document,
        }),
      ),
    onSuccess: async ({ id }) => {
      onFaults({});
      await queries.invalidateQueries({ queryKey: rulesKey });
      void queries.invalidateQueries({ queryKey: alertsKey });
      onSaved(id);
    },
    onError: (error) => {
      if (!(error instanceof ApiError)) return;
      onFaults(Object.fromEntries(error.errors.map(({ path, message }) => [path, message])));
    },
  });
  function send(): void {
    onFaults(read.kind === 'faults' ? read.faults : {});
    if (read.kind !== 'document') return;
    const { document } = read;
    save.mutate({ id: base?.id ?? String(document['id']), document });
  }
  if (!mayWrite) {
    return (
      <p className={styles.closed}>Your role looks at rules; owners and approvers change them.</p>
    );
  }
  const elsewhere = faultsElsewhere(faults);
  const hasFaults = Object.keys(faults).length > 0;
  return (
    <div className={styles.save} data-sticks="bottom" data-print="off">
      {(save.isError || hasFaults) && (
        <div className={styles.fault} role="alert">
          <p>
            {hasFaults
              ? 'It is not saved: see the fields that are marked.'
              : tellRuleRefusal(save.error)}
          </p>
          {elsewhere.map((line) => (
            <p key={line}>{line}</p>
          ))}
        </div>
      )}
      {isDeleting && base !== null ? (
        <DeleteRule
          id={base.id}
          version={version}
          onKeep={() => setIsDeleting(false)}
          onDeleted={onAway}
        />
      ) : (
        <div className={styles.buttons}>
          <Button
            type="button"
            size="sm"
            leftSection={<IconDeviceFloppy size={16} aria-hidden="true" />}
            disabled={!isChanged && base !== null}
            loading={save.isPending}
            onClick={send}
          >
            {base === null ? 'Save the rule' : `Save as version ${version + 1}`}
          </Button>
          {isChanged && (
            <Button variant="default" size="sm" onClick={onReset}>
              Reset
            </Button>
          )}
          {base !== null && (
            <>
              <Button
                variant="default"
                size="sm"
                renderRoot={(root) => (
                  <Link {...root} to="/rules" search={{ rule: base.id, write: 'new' }} />
                )}
              >
                Copy
              </Button>
              <Button
                variant="default"
                size="sm"
                leftSection={<IconTrash size={16} aria-hidden="true" />}
                onClick={() => setIsDeleting(true)}
              >
                Delete
              </Button>
            </>
          )}
        </div>
      )}
    </div>
  );
}
