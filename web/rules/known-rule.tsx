import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError } from '../api/api-error.ts';
import { ruleQuery } from '../api/rule-queries.ts';
import { Part, Skeleton } from '../parts/part.tsx';
import { RuleEditor } from './rule-editor.tsx';
import { writeRuleForm } from './rule-form.ts';
import styles from './rules-page.module.css';

/** A rule that is kept. */
export function KnownRule({ id, onAway }: { id: string; onAway: () => void }) {
  const query = useQuery(ruleQuery(id));
  // What is being written stays as it is when the rule is read again; after a save it begins anew.
  const [saves, setSaves] = useState(0);
  if (query.error instanceof ApiError && query.error.status === 404) {
    return (
      <div className={styles.unknown}>
        <h1>There is no rule “{id}”.</h1>
        <p>It may have been deleted; its alerts are still among those that ended.</p>
      </div>
    );
  }
  return (
    <>
      {query.data === undefined && <h1 className="hidden-visually">Rule {id}</h1>}
      <Part name="The rule" query={query} skeleton={<Skeleton height="30rem" />}>
        {({ document, version }) => (
          <RuleEditor
            key={saves}
            start={writeRuleForm(document)}
            base={document}
            version={version}
            onSaved={() => setSaves(saves + 1)}
            onAway={onAway}
          />
        )}
      </Part>
    </>
  );
}
