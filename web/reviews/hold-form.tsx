import { Button, Textarea, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError } from '../api/api-error.ts';
import { allReviewsKey, holdReview } from '../api/review-queries.ts';
import { ActionFields } from './action-fields.tsx';
import { EMPTY_ACTION, EMPTY_HOLD, readHold } from './read-hold-form.ts';
import styles from './review-sheet.module.css';

/** Notes, who was there, what follows and when next; kept with the agenda of this moment. */
export function HoldForm({ id }: { id: string }) {
  const [fields, setFields] = useState(EMPTY_HOLD);
  const [faults, setFaults] = useState<Readonly<Record<string, string>>>({});
  const queries = useQueryClient();
  const hold = useMutation({
    mutationFn: (review: Parameters<typeof holdReview>[1]) => holdReview(id, review),
    onSuccess: async () => {
      setFields(EMPTY_HOLD);
      await queries.invalidateQueries({ queryKey: allReviewsKey });
    },
    onError: (error) => {
      if (!(error instanceof ApiError)) return;
      setFaults(Object.fromEntries(error.errors.map(({ path, message }) => [path, message])));
    },
  });
  function send(): void {
    const read = readHold(fields);
    setFaults(read.kind === 'faults' ? read.faults : {});
    if (read.kind === 'review') hold.mutate(read.review);
  }
  return (
    <section className={styles.panel} aria-labelledby="hold-title">
      <h2 id="hold-title">Hold the review</h2>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <Textarea
          label="Notes"
          autosize
          minRows={4}
          maxLength={20_000}
          value={fields.notes}
          error={faults['notes']}
          onChange={({ currentTarget: { value } }) => setFields({ ...fields, notes: value })}
        />
        <TextInput
          label="Who was there"
          description="Roles, separated by commas"
          value={fields.attendees}
          error={faults['attendees']}
          onChange={({ currentTarget: { value } }) => setFields({ ...fields, attendees: value })}
        />
        {fields.actions.map((action, index) => (
          <ActionFields
            key={index}
            number={index + 1}
            action={action}
            faultOf={(field) => faults[`actions.${index}.${field}`]}
            onChange={(changed) =>
              setFields({ ...fields, actions: fields.actions.with(index, changed) })
            }
          />
        ))}
        <Button
          type="button"
          variant="default"
          size="xs"
          className={styles.add}
          leftSection={<IconPlus size={14} aria-hidden="true" />}
          onClick={() => setFields({ ...fields, actions: [...fields.actions, EMPTY_ACTION] })}
        >
          Add an action
        </Button>
        <TextInput
          className={styles.day}
          label="Next review"
          description="Empty: after the cadence"
          type="date"
          value={fields.nextDate}
          error={faults['next_date']}
          onChange={({ currentTarget: { value } }) => setFields({ ...fields, nextDate: value })}
        />
        <Button type="submit" className={styles.add} loading={hold.isPending}>
          Keep the review
        </Button>
        {hold.isSuccess && <p role="status">The review is kept.</p>}
        {hold.isError && (
          <p role="alert" className={styles.fault}>
            {hold.error instanceof ApiError ? hold.error.message : 'It could not be kept.'}
          </p>
        )}
      </form>
    </section>
  );
}
