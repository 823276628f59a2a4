import { useEffect, useMemo, useRef, useState } from 'react';
import type { RuleDocument } from '../api/rule-queries.ts';
import { ActionSection } from './action-section.tsx';
import { ConditionsSection } from './conditions-section.tsx';
import { MessageSection } from './message-section.tsx';
import { PreviewPanel } from './preview-panel.tsx';
import { readRuleForm, type RuleFaults, type RuleForm } from './rule-form.ts';
import styles from './rule-editor.module.css';
import { ScopeSection } from './scope-section.tsx';
import { SaveRule } from './save-rule.tsx';
import { TitleSection } from './title-section.tsx';
import { TimingSection } from './timing-section.tsx';

interface RuleEditorProps {
  start: RuleForm;
  /** The rule as it is kept; null: it is new. */
  base: RuleDocument | null;
  version: number;
  onSaved: (id: string) => void;
  onAway: () => void;
}

/** What every part of the form is given. */
export interface SectionProps {
  readonly form: RuleForm;
  readonly faults: RuleFaults;
  readonly onChange: (change: Partial<RuleForm>) => void;
}

/** What has no name yet can be tried all the same. */
const withNames = (form: RuleForm): RuleForm => ({
  ...form,
  id: form.id.trim() === '' ? 'not-named-yet' : form.id,
  title: form.title.trim() === '' ? 'Not named yet' : form.title,
});

/** A rule being written, and when it would have fired. */
export function RuleEditor({ onSaved, onAway, ...opened }: RuleEditorProps) {
  // What it was opened with: a version that comes meanwhile must not be written over unseen.
  const [{ start, base, version }] = useState(opened);
  const [form, setForm] = useState(start);
  const [faults, setFaults] = useState<RuleFaults>({});
  const read = useMemo(() => readRuleForm(form, base), [form, base]);
  const tried = useMemo(() => readRuleForm(withNames(form), base), [form, base]);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // What led here is gone, so that focus would be nowhere.
    if (document.activeElement === document.body) heading.current?.focus();
  }, []);
  const isChanged = form !== start;
  const section: SectionProps = {
    form,
    faults,
    onChange: (change) => setForm((before) => ({ ...before, ...change })),
  };
  return (
    <>
      <header className={styles.head}>
        <h1 ref={heading} tabIndex={-1}>
          {base?.title ?? 'A new rule'}
        </h1>
        {base !== null && (
          <p>
            <code>{base.id}</code>, version {version}
          </p>
        )}
      </header>
      <div className={styles.bench}>
        <form
          className={styles.form}
          aria-label="The rule"
          noValidate
          onSubmit={(event) => event.preventDefault()}
        >
          <TitleSection {...section} isNew={base === null} />
          <ConditionsSection {...section} />
          <TimingSection {...section} />
          <ScopeSection {...section} />
          <ActionSection {...section} />
          <MessageSection {...section} />
          <SaveRule
            read={read}
            base={base}
            version={version}
            isChanged={isChanged}
            faults={faults}
            onFaults={setFaults}
            onReset={() => {
              setForm(start);
              setFaults({});
            }}
            onSaved={onSaved}
            onAway={onAway}
          />
        </form>
        <div className={styles.side}>
          <PreviewPanel document={tried.kind === 'document' ? tried.document : null} />
        </div>
      </div>
    </>
  );
}
