import { Button, NativeSelect, TextInput, Textarea } from '@mantine/core';
import { IconSignature } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { Capacity } from '../../core/workload.ts';
import type { GateItem } from '../../decisions/gates/gate-item.ts';
import { ApiError } from '../api/api-error.ts';
import { answer, api } from '../api/client.ts';
import { recordKeys, type AttestationBody } from '../api/gate-queries.ts';
import styles from './gate-detail.module.css';
import { tellRefusal } from './tell-refusal.ts';

interface SignFormProps {
  id: string;
  item: GateItem;
  /** Those in which the reader may sign; at least one. */
  capacities: readonly Capacity[];
}

/** Signs a gate with a statement, and with evidence where there is some. */
export function SignForm({ id, item, capacities }: SignFormProps) {
  const [capacity, setCapacity] = useState(capacities[0]);
  const [statement, setStatement] = useState('');
  const [link, setLink] = useState('');
  const [expires, setExpires] = useState('');
  const queries = useQueryClient();
  const sign = useMutation({
    mutationFn: (body: AttestationBody) =>
      answer(
        api.workloads[':id'].gates[':gate'].$post({ param: { id, gate: item.gate }, json: body }),
      ),
    onSuccess: async () => {
      setStatement('');
      await Promise.all(recordKeys(id).map((queryKey) => queries.invalidateQueries({ queryKey })));
    },
  });
  const faultAt = (path: string): string | undefined =>
    sign.error instanceof ApiError
      ? sign.error.errors.find((one) => one.path === path)?.message
      : undefined;
  const isReady = statement.trim() !== '';
  function submit(event: FormEvent): void {
    event.preventDefault();
    if (!isReady || sign.isPending) return;
    sign.mutate({
      statement: statement.trim(),
      ...(capacity === undefined ? {} : { capacity }),
      ...(link.trim() === '' ? {} : { link: link.trim() }),
      ...(expires === '' ? {} : { expires_at: `${expires}T23:59:59Z` }),
    });
  }
  return (
    <form className={styles.form} aria-label={`Sign: ${item.title}`} onSubmit={submit}>
      {capacities.length > 1 && (
        <NativeSelect
          label="You sign for"
          value={capacity}
          data={[...capacities]}
          onChange={({ currentTarget: { value } }) =>
            setCapacity(capacities.find((one) => one === value))
          }
        />
      )}
      <Textarea
        label="What you attest"
        description="Say what you saw or decided; it stays on record with your name."
        value={statement}
        maxLength={8000}
        autosize
        minRows={2}
        error={faultAt('statement')}
        onChange={({ currentTarget: { value } }) => setStatement(value)}
      />
      <div className={styles.pair}>
        <TextInput
          label="Link to the evidence, if any"
          type="url"
          value={link}
          error={faultAt('link')}
          onChange={({ currentTarget: { value } }) => setLink(value)}
        />
        <TextInput
          label="Holds until"
          type="date"
          description={`Else for ${item.valid_for.replace('d', ' days')}.`}
          value={expires}
          error={faultAt('expires_at')}
          onChange={({ currentTarget: { value } }) => setExpires(value)}
        />
      </div>
      <div>
        <Button
          type="submit"
          size="sm"
          leftSection={<IconSignature size={16} aria-hidden="true" />}
          disabled={!isReady}
          loading={sign.isPending}
        >
          Sign for {capacity}
        </Button>
      </div>
      {sign.isError && (
        <p className={styles.error} role="alert">
          {tellRefusal(sign.error)}
        </p>
      )}
    </form>
  );
}
