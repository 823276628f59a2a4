import { Button } from '@mantine/core';
import { IconRefresh, IconSignature } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { WorkloadDocument } from '../../core/workload.ts';
import type { Assessment } from '../../decisions/assessment/assessment.ts';
import { decidesAlike, diffAssessments } from '../../decisions/signing/difference.ts';
import type { SigningView } from '../../decisions/signing/signing-view.ts';
import { ApiError } from '../api/api-error.ts';
import { decisionsKey, sendDecision } from '../api/decision-queries.ts';
import { assessmentQuery, liveKeys, workloadQuery } from '../api/queries.ts';
import { DateLine } from './date-line.tsx';
import styles from './decisions-tab.module.css';
import { readDraft, startDraft, type SignDraft } from './sign-draft.ts';
import { SignFields } from './sign-fields.tsx';
import { tellDecisionRefusal } from './tell-decision-refusal.ts';

interface SignPanelProps {
  assessment: Assessment;
  record: WorkloadDocument;
  view: SigningView;
  nowMs: number;
}

/** Accepting or overruling the verdict, on the evidence that was there when the form was opened. */
export function SignPanel({ assessment, record, view, nowMs }: SignPanelProps) {
  const id = assessment.workload;
  const queries = useQueryClient();
  const [pinned, setPinned] = useState(assessment);
  const context = { assessment: pinned, record, view, nowMs };
  const [draft, setDraft] = useState<SignDraft>(() => startDraft(context));
  const [isSent, setIsSent] = useState(false);
  const [isLooking, setIsLooking] = useState(false);
  const send = useMutation({
    mutationFn: (request: Parameters<typeof sendDecision>[1]) => sendDecision(id, request),
    onSuccess: async () => {
      setIsSent(false);
      setDraft(startDraft(context));
      await queries.invalidateQueries({ queryKey: decisionsKey });
      for (const queryKey of [liveKeys.portfolio, workloadQuery(id).queryKey]) {
        void queries.invalidateQueries({ queryKey });
      }
    },
  });
  const lookAgain = async (): Promise<void> => {
    setIsLooking(true);
    const current = await queries.fetchQuery({ ...assessmentQuery(id), staleTime: 0 });
    await queries.invalidateQueries({ queryKey: decisionsKey });
    setPinned(current);
    setDraft((before) =>
      before.verdict === pinned.verdict ? { ...before, verdict: current.verdict } : before,
    );
    send.reset();
    setIsLooking(false);
  };
  const read = readDraft(draft, context);
  const faults = isSent && read.kind === 'faults' ? read.faults : {};
  const hasMoved = !decidesAlike(pinned, assessment);
  return (
    <section className={styles.panel} aria-labelledby="sign-title">
      <h2 id="sign-title">Sign or overrule</h2>
      <DateLine view={view} nowMs={nowMs} />
      {hasMoved && !send.isError && (
        <Moved
          words="The evidence has changed since you opened this form."
          lines={diffAssessments(pinned, assessment).map(({ message }) => message)}
          onLook={() => void lookAgain()}
        />
      )}
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setIsSent(true);
          if (read.kind === 'request') send.mutate(read.request);
        }}
      >
        <SignFields
          draft={draft}
          context={context}
          faults={faults}
          onChange={(change) => setDraft((before) => ({ ...before, ...change }))}
        />
        {send.isError && (
          <Moved
            words={tellDecisionRefusal(send.error)}
            lines={
              send.error instanceof ApiError ? send.error.errors.map(({ message }) => message) : []
            }
            onLook={() => void lookAgain()}
          />
        )}
        {send.isSuccess && (
          <p className={styles.done} role="status">
            {send.data.state === 'awaiting'
              ? `Recorded as ${send.data.id}. It waits for ${send.data.missing.map(({ words }) => words).join('; ')}.`
              : `Recorded as ${send.data.id}, and in force.`}
          </p>
        )}
        <div className={styles.send}>
          <Button
            type="submit"
            leftSection={<IconSignature size={16} aria-hidden="true" />}
            loading={send.isPending || isLooking}
          >
            {draft.verdict === pinned.verdict
              ? `Accept ${pinned.verdict}`
              : `Overrule: ${draft.verdict}`}
          </Button>
          <p className={styles.quiet}>
            Signs the evidence{' '}
            <code className={styles.hash}>{pinned.evidence_hash.slice(0, 12)}</code>
          </p>
        </div>
      </form>
    </section>
  );
}

interface MovedProps {
  words: string;
  lines: readonly string[];
  onLook: () => void;
}

/** Why it could not be signed, what is different now, and the way to look again. */
export function Moved({ words, lines, onLook }: MovedProps) {
  return (
    <div className={styles.moved} role="alert">
      <p>{words}</p>
      {lines.length > 0 && (
        <ul>
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      <Button
        variant="default"
        size="xs"
        leftSection={<IconRefresh size={15} aria-hidden="true" />}
        onClick={onLook}
      >
        Look again
      </Button>
    </div>
  );
}
