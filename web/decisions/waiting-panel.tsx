import { Button, TextInput } from '@mantine/core';
import { IconSignature } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Assessment } from '../../decisions/assessment/assessment.ts';
import type { DecisionItem } from '../../decisions/signing/decision.ts';
import type { SigningView } from '../../decisions/signing/signing-view.ts';
import { ApiError } from '../api/api-error.ts';
import { decisionsKey, sendEnding, sendSignature } from '../api/decision-queries.ts';
import { assessmentQuery, liveKeys, workloadQuery } from '../api/queries.ts';
import { buildDecisionRow, tellCapacity } from './build-decision-row.ts';
import styles from './decisions-tab.module.css';
import { DecisionStateMark, DecisionVerdict } from './register-table.tsx';
import { Moved } from './sign-panel.tsx';
import { tellDecisionRefusal } from './tell-decision-refusal.ts';
import { tellNotYours } from './tell-not-yours.ts';

interface WaitingPanelProps {
  decision: DecisionItem;
  view: SigningView;
  assessment: Assessment;
  nowMs: number;
}

type Act = 'sign' | 'refuse' | 'withdraw';

/** A decision that waits for signatures: sign it, refuse it, or take it back. */
export function WaitingPanel({ decision, view, assessment, nowMs }: WaitingPanelProps) {
  const [note, setNote] = useState('');
  const [isEmpty, setIsEmpty] = useState(false);
  const queries = useQueryClient();
  const { id, workload } = decision;
  const act = useMutation({
    mutationFn: (what: Act) =>
      what === 'sign'
        ? sendSignature(id, { evidence_hash: assessment.evidence_hash, note })
        : sendEnding(id, what, note),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: decisionsKey });
      for (const queryKey of [liveKeys.portfolio, workloadQuery(workload).queryKey]) {
        void queries.invalidateQueries({ queryKey });
      }
    },
  });
  const lookAgain = async (): Promise<void> => {
    await queries.fetchQuery({ ...assessmentQuery(workload), staleTime: 0 });
    await queries.invalidateQueries({ queryKey: decisionsKey });
    act.reset();
  };
  const run = (what: Act): void => {
    const isMissing = what !== 'sign' && note.trim() === '';
    setIsEmpty(isMissing);
    if (!isMissing) act.mutate(what);
  };
  const row = buildDecisionRow(decision, nowMs);
  const mine = view.you.waiting_as;
  const notYours = tellNotYours(decision, view);
  return (
    <section className={styles.panel} data-waits="true" aria-labelledby="waiting-title">
      <h2 id="waiting-title">Waits for signatures</h2>
      <div className={styles.waiting}>
        <div>
          <DecisionVerdict row={row} />
        </div>
        <div>
          <DecisionStateMark row={row} />
        </div>
        <p className={styles.quiet}>
          {row.whenExplanation}. Review on {row.review}.
        </p>
      </div>
      {row.reason !== '' && <p className={styles.reason}>{row.reason}</p>}
      {notYours !== null && <p className={styles.quiet}>{notYours}</p>}
      {(mine !== null || view.you.may_sign) && (
        <>
          <TextInput
            label="Note"
            description={
              mine === null
                ? 'Why, to withdraw it.'
                : 'With a signature if you like; why, to refuse or to withdraw.'
            }
            maxLength={4000}
            value={note}
            error={isEmpty ? 'say why' : undefined}
            onChange={({ currentTarget: { value } }) => setNote(value)}
          />
          {act.isError && (
            <Moved
              words={tellDecisionRefusal(act.error)}
              lines={
                act.error instanceof ApiError ? act.error.errors.map(({ message }) => message) : []
              }
              onLook={() => void lookAgain()}
            />
          )}
          <div className={styles.send}>
            {mine !== null && (
              <>
                <Button
                  leftSection={<IconSignature size={16} aria-hidden="true" />}
                  loading={act.isPending}
                  onClick={() => run('sign')}
                >
                  Sign as {tellCapacity(mine)}
                </Button>
                <Button variant="default" onClick={() => run('refuse')}>
                  Refuse
                </Button>
              </>
            )}
            {view.you.may_sign && (
              <Button variant="default" onClick={() => run('withdraw')}>
                Withdraw
              </Button>
            )}
          </div>
        </>
      )}
    </section>
  );
}
