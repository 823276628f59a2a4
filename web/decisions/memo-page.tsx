import '../ingest/contract/zod-without-eval.ts';
import { Button } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { ApiError } from '../api/api-error.ts';
import { memoQuery } from '../api/memo-query.ts';
import { Part, Skeleton } from '../parts/part.tsx';
import { usePageTitle } from '../shell/page-title.ts';
import { MemoView } from './memo-view.tsx';
import styles from './memo.module.css';

const route = getRouteApi('/shell/decisions/$id');

/** A decision on one page, to be printed or kept as PDF. */
export function MemoPage() {
  const { id } = route.useParams();
  const memo = useQuery(memoQuery(id));
  usePageTitle(`Decision ${id}`);
  const isUnknown = memo.error instanceof ApiError && memo.error.status === 404;
  return (
    <>
      <nav className={styles.path} aria-label="Path" data-print="off">
        <Link to="/decisions">
          <span aria-hidden="true">← </span>Decisions
        </Link>
        <span className={styles.tools}>
          <a href={`/api/decisions/${encodeURIComponent(id)}/memo?format=md`} download={`${id}.md`}>
            Markdown
          </a>
          <Button
            variant="default"
            size="xs"
            leftSection={<IconPrinter size={15} aria-hidden="true" />}
            onClick={() => window.print()}
          >
            Print or save as PDF
          </Button>
        </span>
      </nav>
      {memo.data === undefined && !isUnknown && <h1 className="hidden-visually">Decision {id}</h1>}
      {isUnknown ? (
        <div className={styles.unknown}>
          <h1>There is no decision “{id}”.</h1>
          <p>
            All of them are in the <Link to="/decisions">register</Link>.
          </p>
        </div>
      ) : (
        <Part name="The memo" query={memo} skeleton={<Skeleton height="40rem" />}>
          {(known) => <MemoView memo={known} />}
        </Part>
      )}
    </>
  );
}
