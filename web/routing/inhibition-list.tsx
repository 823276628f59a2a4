import { Button, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { MatcherFields } from '../alerts/silences/matcher-fields.tsx';
import type { InhibitionDocument } from '../api/receiver-queries.ts';
import { faultAt } from '../rules/rule-form.ts';
import { NEW_INHIBITION } from './route-draft.ts';
import styles from './routes-panel.module.css';
import { tellInhibition } from './tell-route.ts';

interface InhibitionListProps {
  inhibitions: readonly InhibitionDocument[];
  faults: Readonly<Record<string, string>>;
  mayChange: boolean;
  onChange: (inhibitions: readonly InhibitionDocument[]) => void;
}

/** Alerts that say nothing new while another one fires. */
export function InhibitionList({ inhibitions, faults, mayChange, onChange }: InhibitionListProps) {
  const [edited, setEdited] = useState<number | null>(null);
  const change = (at: number, part: Partial<InhibitionDocument>): void =>
    onChange(inhibitions.map((one, index) => (index === at ? { ...one, ...part } : one)));
  return (
    <section className={styles.part} aria-labelledby="inhibitions">
      <h2 id="inhibitions">Held back by another alert</h2>
      {inhibitions.length === 0 && (
        <p className={styles.quiet}>
          Nothing is. A page about a workload could hold back its warnings, so that one message says
          it all.
        </p>
      )}
      {inhibitions.length > 0 && (
        <ul className={styles.list}>
          {inhibitions.map((one, index) => (
            <li key={index} className={styles.route}>
              <div className={styles.line}>
                <p className={styles.sentence}>{tellInhibition(one)}</p>
                {mayChange && (
                  <div className={styles.acts} data-print="off">
                    <Button
                      variant="default"
                      size="xs"
                      aria-expanded={edited === index}
                      aria-label={`Edit inhibition ${index + 1}`}
                      onClick={() => setEdited(edited === index ? null : index)}
                    >
                      Edit
                    </Button>
                    <Button
                      variant="default"
                      size="xs"
                      aria-label={`Remove inhibition ${index + 1}`}
                      onClick={() => {
                        setEdited(null);
                        onChange(inhibitions.filter((_, at) => at !== index));
                      }}
                    >
                      Remove
                    </Button>
                  </div>
                )}
              </div>
              {edited === index && (
                <div className={styles.fields}>
                  {(['source', 'target'] as const).map((side) => (
                    <div key={side} className={styles.part}>
                      <p className={styles.name}>
                        {side === 'source' ? 'While one of these fires' : 'These are not told'}
                      </p>
                      <MatcherFields
                        name={side === 'source' ? 'What fires' : 'What is held back'}
                        matchers={one[side]}
                        faultOf={(at) => faultAt(faults, `inhibit.${index}.${side}.${at}`)}
                        onChange={(matchers) => change(index, { [side]: [...matchers] })}
                      />
                    </div>
                  ))}
                  <TextInput
                    size="xs"
                    label="With the same"
                    description="Labels, separated by commas"
                    value={one.equal.join(', ')}
                    error={faultAt(faults, `inhibit.${index}.equal`)}
                    onChange={({ currentTarget: { value } }) =>
                      change(index, { equal: value === '' ? [] : value.split(/,\s*/) })
                    }
                  />
                </div>
              )}
            </li>
          ))}
        </ul>
      )}
      {mayChange && (
        <div>
          <Button
            variant="default"
            size="sm"
            leftSection={<IconPlus size={16} aria-hidden="true" />}
            onClick={() => {
              setEdited(inhibitions.length);
              onChange([...inhibitions, NEW_INHIBITION]);
            }}
          >
            Add an inhibition
          </Button>
        </div>
      )}
    </section>
  );
}
