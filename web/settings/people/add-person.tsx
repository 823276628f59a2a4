import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { answer, api } from '../../api/client.ts';
import { peopleQuery, type Invitation } from '../../api/people-queries.ts';
import { PersonFields } from './person-fields.tsx';
import {
  EMPTY_PERSON_FORM,
  readPersonForm,
  type PersonFaults,
  type PersonRequest,
} from './person-form.ts';
import styles from './people-tab.module.css';
import { tellPersonRefusal } from './tell-person-refusal.ts';

interface AddPersonProps {
  onAdded: (name: string, invitation: Invitation | null) => void;
  onAway: () => void;
}

/** Adds a person; who signs in with a password gets a link to set one. */
export function AddPerson({ onAdded, onAway }: AddPersonProps) {
  const client = useQueryClient();
  const [form, setForm] = useState(EMPTY_PERSON_FORM);
  const [faults, setFaults] = useState<PersonFaults>({});
  const add = useMutation({
    mutationFn: (request: PersonRequest) => answer(api.people.$post({ json: request })),
    onSuccess: async ({ name, invitation }) => {
      onAdded(name, invitation);
      await client.invalidateQueries(peopleQuery);
    },
  });
  function send(event: FormEvent): void {
    event.preventDefault();
    const read = readPersonForm(form, false);
    setFaults(read.kind === 'faults' ? read.faults : {});
    if (read.kind === 'request') add.mutate(read.request);
  }
  return (
    <form className={styles.editor} onSubmit={send} noValidate aria-label="Add a person">
      <h2>Add a person</h2>
      <PersonFields form={form} faults={faults} areRolesOfGroups={false} onForm={setForm} />
      {add.isError && (
        <p className={styles.failure} role="alert">
          Nobody was added. {tellPersonRefusal(add.error)}
        </p>
      )}
      <p className={styles.acts}>
        <Button type="submit" size="sm" loading={add.isPending}>
          {form.bySingleSignOn ? 'Add' : 'Add and make an invitation'}
        </Button>
        <Button variant="default" size="sm" onClick={onAway}>
          Cancel
        </Button>
      </p>
    </form>
  );
}
