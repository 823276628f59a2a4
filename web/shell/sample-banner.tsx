import { IconHourglass } from '@tabler/icons-react';
import styles from './shell-banner.module.css';

/** Says why little is known in the first seconds of a demonstration. */
export function SampleBanner({ isLoading }: { isLoading: boolean }) {
  return (
    <div role="status">
      {isLoading && (
        <p className={styles.banner} data-tone="calm">
          <IconHourglass size={16} aria-hidden="true" />
          <span>
            Months of sample telemetry are coming in. Verdicts and decisions follow within a minute.
          </span>
        </p>
      )}
    </div>
  );
}
