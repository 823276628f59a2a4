import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { durationText } from '../../core/duration.ts';
import { ApiError } from '../api/api-error.ts';
import { changeRecord } from '../api/audit-queries.ts';
import { allReviewsKey } from '../api/review-queries.ts';
import styles from './review-sheet.module.css';

/** States how often reviews are due, where the record does not say. */
export function CadenceForm({ id }: { id: string }) {
  const [days, setDays] = useState('30');
  const queries = useQueryClient();
  const cadence = durationText.safeParse(`${days.trim()}d`);
  const save = useMutation({
    mutationFn: (stated: string) =>
      changeRecord(id, (record) => ({ ...record, review_cadence: stated })),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: allReviewsKey });
      void queries.invalidateQueries({ queryKey: ['workload', id] });
    },
  });
  return (
    <form
      className={`${styles.panel} ${styles.cadence}`}
      onSubmit={(event) => {
        event.preventDefault();
        if (cadence.success) save.mutate(cadence.data);
      }}
    >
      <TextInput
        label="Days between reviews"
        description="The record states no cadence, so nothing ever becomes due."
        inputMode="numeric"
        value={days}
        maxLength={4}
        error={cadence.success ? null : 'A whole number of days'}
        onChange={(event) => setDays(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" disabled={!cadence.success} loading={save.isPending}>
        Set the cadence
      </Button>
      {save.isError && (
        <p role="alert" className={styles.fault}>
          {save.error instanceof ApiError ? save.error.message : 'It could not be saved.'}
        </p>
      )}
    </form>
  );
}
