import '../ingest/contract/zod-without-eval.ts';
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useMay } from '../api/use-may.ts';
import { rulesQuery, type RuleDocument } from '../api/rule-queries.ts';
import { Part, Skeleton } from '../parts/part.tsx';
import { usePageTitle } from '../shell/page-title.ts';
import { KnownRule } from './known-rule.tsx';
import { RuleEditor } from './rule-editor.tsx';
import { NEW_RULE, writeRuleForm } from './rule-form.ts';
import { RuleList } from './rule-list.tsx';
import styles from './rules-page.module.css';
import type { RulesSearch } from './rules-search.ts';

const route = getRouteApi('/shell/rules');

/** What alerts fire by: the list of rules, or one of them being written. */
export function RulesPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const rules = useQuery(rulesQuery);
  const mayWrite = useMay('write');
  const onSearch = (change: RulesSearch, isStep = false): void =>
    void navigate({
      search: (before) => ({ ...before, ...change }),
      replace: !isStep,
      resetScroll: isStep,
    });
  const isNew = search.write === 'new';
  const isList = !isNew && search.rule === undefined;
  usePageTitle(isNew ? 'A new rule' : (search.rule ?? 'Rules'));
  if (isList) {
    return (
      <>
        <header className={styles.header}>
          <div>
            <h1 className={styles.headline} tabIndex={-1}>
              Rules
            </h1>
            <p className={styles.lead}>
              What every alert fires by. Open a rule to change it and see, before anything is saved,
              when it would have fired over the last 30 days. Who is told is said by the{' '}
              <Link to="/settings" search={{ tab: 'routes' }}>
                routes
              </Link>{' '}
              and{' '}
              <Link to="/settings" search={{ tab: 'receivers' }}>
                receivers
              </Link>
              .
            </p>
          </div>
          {mayWrite && (
            <Button
              size="sm"
              leftSection={<IconPlus size={16} aria-hidden="true" />}
              onClick={() => onSearch({ write: 'new' }, true)}
            >
              New rule
            </Button>
          )}
        </header>
        <Part name="The rules" query={rules} skeleton={<Skeleton height="30rem" />}>
          {(documents) => (
            <RuleList rules={documents} search={search} onSearch={(change) => onSearch(change)} />
          )}
        </Part>
      </>
    );
  }
  const away = (): void => onSearch({ rule: undefined, write: undefined }, true);
  return (
    <>
      <nav className={styles.path} aria-label="Path" data-print="off">
        <Link to="/rules" search={({ rule: _rule, write: _write, ...list }) => list}>
          <span aria-hidden="true">← </span>Rules
        </Link>
      </nav>
      {isNew && rules.data === undefined && <h1 className="hidden-visually">A new rule</h1>}
      {isNew ? (
        <Part name="The rules" query={rules} skeleton={<Skeleton height="30rem" />}>
          {(documents) => (
            <RuleEditor
              key={search.rule}
              start={startOf(documents, search.rule)}
              base={null}
              version={0}
              onSaved={(id) => onSearch({ rule: id, write: undefined }, true)}
              onAway={away}
            />
          )}
        </Part>
      ) : (
        search.rule !== undefined && <KnownRule key={search.rule} id={search.rule} onAway={away} />
      )}
    </>
  );
}

/** A new rule, or a copy of one without its id. */
function startOf(documents: readonly RuleDocument[], copied: string | undefined) {
  const document = documents.find(({ id }) => id === copied);
  if (document === undefined) return NEW_RULE;
  return { ...writeRuleForm(document), id: '', title: `${document.title} (copy)` };
}
