import { Skeleton } from '../parts/part.tsx';
import styles from './portfolio-skeleton.module.css';

/** In place of the portfolio. */
export function PortfolioSkeleton() {
  return (
    <div className={styles.skeleton}>
      <Skeleton height="2.1rem" width="min(36rem, 90%)" />
      <Skeleton height="6rem" />
      <Skeleton height="24rem" />
      <Skeleton height="20rem" />
    </div>
  );
}

/** In place of the map and the table. */
export function PortfolioBodySkeleton() {
  return (
    <div className={`${styles.skeleton} ${styles.body}`}>
      <Skeleton height="24rem" />
      <Skeleton height="20rem" />
    </div>
  );
}
