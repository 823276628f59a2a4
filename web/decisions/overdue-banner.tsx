import { IconCalendarExclamation } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { portfolioQuery } from '../api/queries.ts';
import { formatPlural } from '../format/number.ts';
import styles from './overdue-banner.module.css';

/** Says that decisions are overdue, and leads to them; nothing while none is, or while it is not known. */
export function OverdueBanner() {
  const portfolio = useQuery(portfolioQuery);
  const overdue = (portfolio.data?.items ?? []).filter((item) => item.overdue);
  if (overdue.length === 0) return null;
  return (
    <p className={styles.banner}>
      <IconCalendarExclamation size={18} aria-hidden="true" />
      <span>
        {formatPlural(overdue.length, 'decision')} overdue, so the verdict is capped at hold:{' '}
        {overdue.map(({ workload, title }, index) => (
          <span key={workload}>
            {index > 0 && ', '}
            <Link to="/w/$id" params={{ id: workload }} search={{ tab: 'decisions' }}>
              {title}
            </Link>
          </span>
        ))}
        .
      </span>
    </p>
  );
}
