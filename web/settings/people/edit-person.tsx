import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { answer, api } from '../../api/client.ts';
import { peopleQuery, personQuery, type Person } from '../../api/people-queries.ts';
import { sessionQuery } from '../../api/queries.ts';
import { Part, Skeleton } from '../../parts/part.tsx';
import { PersonFields } from './person-fields.tsx';
import {
  readPersonForm,
  writePersonForm,
  type PersonFaults,
  type PersonRequest,
} from './person-form.ts';
import styles from './people-tab.module.css';
import { tellPersonRefusal } from './tell-person-refusal.ts';

/** The built-in one, whom the link of the terminal signs in. */
const ADMINISTRATOR = 'administrator';

/** Changes a person: name, email, roles, how they come in, and whether. */
export function EditPerson({ id, onAway }: { id: string; onAway: () => void }) {
  const query = useQuery(personQuery(id));
  return (
    <Part name="The person" query={query} skeleton={<Skeleton height="20rem" />}>
      {({ person, version }) => (
        <Editor key={version} person={person} version={version} onAway={onAway} />
      )}
    </Part>
  );
}

interface EditorProps {
  person: Person;
  version: number;
  onAway: () => void;
}

function Editor({ person, version, onAway }: EditorProps) {
  const client = useQueryClient();
  const [form, setForm] = useState(() => writePersonForm(person));
  const [faults, setFaults] = useState<PersonFaults>({});
  const save = useMutation({
    mutationFn: (request: PersonRequest) =>
      answer(
        api.people[':id'].$put({
          param: { id: person.id },
          header: { 'if-match': `"${version}"` },
          json: { ...request, disabled: form.disabled },
        }),
      ),
    onSuccess: async () => {
      onAway();
      await client.invalidateQueries(peopleQuery);
      await client.invalidateQueries(sessionQuery);
    },
  });
  function send(event: FormEvent): void {
    event.preventDefault();
    const read = readPersonForm(form, person.id === ADMINISTRATOR);
    setFaults(read.kind === 'faults' ? read.faults : {});
    if (read.kind === 'request') save.mutate(read.request);
  }
  const comesFromThere = person.sign_in === 'single_sign_on' && form.bySingleSignOn;
  return (
    <form className={styles.editor} onSubmit={send} noValidate aria-label={`Change ${person.name}`}>
      <h2>Change {person.name}</h2>
      <PersonFields
        form={form}
        faults={faults}
        areRolesOfGroups={comesFromThere}
        onForm={setForm}
      />
      <label className={styles.role}>
        <input
          type="checkbox"
          checked={form.disabled}
          onChange={(event) => setForm({ ...form, disabled: event.currentTarget.checked })}
        />
        <span>
          <b>Disabled</b> <span>signed out at once, and kept out; what they decided stays</span>
        </span>
      </label>
      {save.isError && (
        <p className={styles.failure} role="alert">
          Nothing was changed. {tellPersonRefusal(save.error)}
        </p>
      )}
      <p className={styles.acts}>
        <Button type="submit" size="sm" loading={save.isPending}>
          Save
        </Button>
        <Button variant="default" size="sm" onClick={onAway}>
          Cancel
        </Button>
      </p>
      <p className={styles.note}>
        Owners of a workload name this person by <code>{person.id}</code>
        {person.email !== null && person.email !== undefined && ' or by email'}. New roles end their
        sessions: they sign in again.
      </p>
    </form>
  );
}
