import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import { IconCheck, IconUser } from '@tabler/icons-react';
import { VerdictShapeIcon } from '../parts/verdict-mark.tsx';
import { VERDICT_LOOK, VERDICT_ORDER } from '../theme/verdict-look.ts';
import styles from './decisions-tab.module.css';
import {
  buildSigners,
  MODE_CHOICES,
  offerMode,
  tellWidest,
  type SignContext,
  type SignDraft,
} from './sign-draft.ts';

interface SignFieldsProps {
  draft: SignDraft;
  context: SignContext;
  /** What is wrong, by field of the request. */
  faults: Readonly<Record<string, string>>;
  onChange: (change: Partial<SignDraft>) => void;
}

/** What is decided, why, until when and with which effect; and who must sign it. */
export function SignFields({ draft, context, faults, onChange }: SignFieldsProps) {
  const published = context.assessment.verdict;
  const isOverrule = draft.verdict !== published;
  return (
    <div className={styles.fields}>
      <fieldset className={styles.verdicts}>
        <legend>Verdict</legend>
        {VERDICT_ORDER.map((verdict) => (
          <label key={verdict} className={styles.choice}>
            <input
              type="radio"
              name="verdict"
              checked={draft.verdict === verdict}
              onChange={() => onChange({ verdict, ...offerMode(verdict, context) })}
            />
            <VerdictShapeIcon verdict={verdict} size={12} />
            <span>{VERDICT_LOOK[verdict].word}</span>
            <span className={styles.quiet}>
              {verdict === published ? 'as published' : 'overrules'}
            </span>
          </label>
        ))}
      </fieldset>
      <Textarea
        className={styles['wide']!}
        label={isOverrule ? 'Why is it overruled?' : 'Reason (optional)'}
        description="Stands in the register and the memo, for everybody who asks later."
        autosize
        minRows={2}
        maxLength={4000}
        value={draft.reason}
        error={faults['reason']}
        onChange={({ currentTarget: { value } }) => onChange({ reason: value })}
      />
      <Textarea
        className={styles['wide']!}
        label="Conditions (optional)"
        description="One a line."
        autosize
        minRows={2}
        maxLength={8000}
        value={draft.conditions}
        error={faults['conditions']}
        onChange={({ currentTarget: { value } }) => onChange({ conditions: value })}
      />
      <TextInput
        type="date"
        label="Review date"
        description="Holds to the end of that day (UTC)."
        value={draft.reviewDate}
        error={faults['review_date']}
        onChange={({ currentTarget: { value } }) => onChange({ reviewDate: value })}
      />
      <div className={styles.mode}>
        <NativeSelect
          label="Rollout from then on"
          description={`At most ${tellWidest(draft.verdict, context)}.`}
          value={draft.mode}
          error={faults['next_mode']}
          onChange={({ currentTarget: { value } }) =>
            onChange({ mode: MODE_CHOICES.find((one) => one === value) ?? 'as_it_is' })
          }
          data={MODE_CHOICES.map((value) => ({
            value,
            label: value === 'as_it_is' ? 'as it is' : value,
            disabled: value === 'as_it_is' && draft.verdict === 'stop',
          }))}
        />
        {draft.mode === 'limited' && (
          <TextInput
            label="Percent"
            description="Of the traffic."
            inputMode="numeric"
            maxLength={3}
            value={draft.percent}
            onChange={({ currentTarget: { value } }) => onChange({ percent: value })}
          />
        )}
      </div>
      <Signers draft={draft} context={context} />
    </div>
  );
}

function Signers({ draft, context }: { draft: SignDraft; context: SignContext }) {
  const signers = buildSigners(draft.verdict, context);
  return (
    <div className={styles.wide}>
      <h3 className={styles.subtitle}>Who must sign</h3>
      <ul className={styles.signers}>
        {signers.map(({ words, named, isYours }) => (
          <li key={words} data-yours={isYours}>
            {isYours ? (
              <IconCheck size={16} aria-hidden="true" />
            ) : (
              <IconUser size={16} aria-hidden="true" />
            )}
            <span>
              {words}
              {named !== null && <span className={styles.quiet}>: {named}</span>}
              {isYours && <strong> · you, by signing now</strong>}
            </span>
          </li>
        ))}
      </ul>
      {!signers.some(({ isYours }) => isYours) && (
        <p className={styles.quiet}>
          {context.view.you.owns_build
            ? 'You own the build, so others accept it.'
            : context.view.you.may_sign
              ? 'None of these is yours to give: you propose it, and it waits for them.'
              : 'You may not sign here: ask one of them.'}
        </p>
      )}
    </div>
  );
}
