import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { inheritSignals, policyChain } from '../../decisions/policy/inherit-signals.ts';
import type { PolicyDocument } from '../../decisions/policy/policy.ts';
import type { PolicyVersionItem } from '../../decisions/policy/policy-version.ts';
import { policyVersionsQuery } from '../api/policy-queries.ts';
import { useNow } from '../live/now.ts';
import { Part, Skeleton } from '../parts/part.tsx';
import { buildRuleRows } from './build-rule-rows.ts';
import { ExceptionsPanel } from './exceptions-panel.tsx';
import type { PoliciesSearch } from './policies-search.ts';
import { PolicyHead } from './policy-head.tsx';
import styles from './policy-view.module.css';
import { applyRuleEdits, changeRule, readRuleEdits, writeRuleEdits } from './rule-edits.ts';
import { RulesTable } from './rules-table.tsx';
import { SavePanel } from './save-panel.tsx';
import { TablePanel } from './table-panel.tsx';
import { TrialPanel } from './trial-panel.tsx';
import { VersionsPanel } from './versions-panel.tsx';

interface PolicyViewProps {
  id: string;
  /** All policies, for those that this one builds on. */
  documents: readonly PolicyDocument[];
  search: PoliciesSearch;
  onSearch: (change: PoliciesSearch) => void;
}

/** One policy: what it asks, what a change of it would have meant, and its versions. */
export function PolicyView({ id, documents, search, onSearch }: PolicyViewProps) {
  const versions = useQuery(policyVersionsQuery(id));
  return (
    <div className={styles.view}>
      <Part name="The policy" query={versions} skeleton={<Skeleton height="30rem" />}>
        {(items) => {
          const [current] = items;
          return current === undefined ? null : (
            <Opened
              current={current}
              versions={items}
              documents={documents}
              search={search}
              onSearch={onSearch}
            />
          );
        }}
      </Part>
    </div>
  );
}

interface OpenedProps extends Omit<PolicyViewProps, 'id'> {
  current: PolicyVersionItem;
  versions: readonly PolicyVersionItem[];
}

function Opened({ current, versions, documents, search, onSearch }: OpenedProps) {
  const { document } = current;
  const nowMs = useNow();
  const edits = useMemo(() => readRuleEdits(search.set), [search.set]);
  const { chain, named } = useMemo(() => {
    const lookup = (id: string) => documents.find((one) => one.id === id);
    return { chain: policyChain(document, lookup), named: inheritSignals(document, lookup) };
  }, [document, documents]);
  const groups = useMemo(() => buildRuleRows(chain, named, edits), [chain, named, edits]);
  const draft = useMemo(() => applyRuleEdits(document, named, edits), [document, named, edits]);
  const isEdited = Object.keys(edits).length > 0;
  const compared = versions.find(({ version }) => String(version) === search.compare);
  const earlier = compared && compared.version !== current.version ? compared.version : null;
  const trial = useMemo(() => {
    if (isEdited) return { document: draft };
    return earlier === null ? null : { version: earlier };
  }, [isEdited, draft, earlier]);
  return (
    <>
      <PolicyHead current={current} nowMs={nowMs} />
      <div className={styles.bench}>
        <RulesTable
          groups={groups}
          onChange={({ signal, rule }, change) =>
            onSearch({
              set: writeRuleEdits(changeRule(edits, signal, rule, change)),
              compare: undefined,
            })
          }
        />
        <div className={styles.side}>
          <TrialPanel
            id={document.id}
            trial={trial}
            onReset={() => onSearch({ set: undefined, compare: undefined })}
          />
          {isEdited && (
            <SavePanel
              draft={draft}
              version={current.version}
              // A comparison asked for while the answers were on their way stays.
              onSaved={() => onSearch({ set: undefined })}
            />
          )}
        </div>
      </div>
      <div className={styles.split}>
        <TablePanel document={document} />
        <VersionsPanel
          versions={versions}
          compared={compared?.version ?? null}
          onCompare={(version) =>
            onSearch({ set: undefined, compare: version === null ? undefined : String(version) })
          }
          nowMs={nowMs}
        />
      </div>
      <ExceptionsPanel document={document} />
    </>
  );
}
