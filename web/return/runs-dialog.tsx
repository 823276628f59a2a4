import { Modal } from '../parts/modal.tsx';
import { RawRuns } from '../workload/raw-runs.tsx';
import type { RunsStep } from '../workload/runs-step.ts';
import styles from './runs-dialog.module.css';

interface RunsDialogProps extends RunsStep {
  id: string;
  nowMs: number;
  onClose: () => void;
}

/** The raw runs behind a step of one of the charts, over them all. */
export function RunsDialog({ onClose, ...runs }: RunsDialogProps) {
  return (
    <Modal label="Raw runs" className={styles.dialog} onClose={onClose}>
      <div className={styles.inside}>
        <RawRuns {...runs} onClose={onClose} />
      </div>
    </Modal>
  );
}
