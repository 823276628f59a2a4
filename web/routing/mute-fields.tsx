import { Autocomplete, Button, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import type { MuteDocument } from '../api/receiver-queries.ts';
import { faultAt } from '../rules/rule-form.ts';
import { NEW_MUTE } from './route-draft.ts';
import styles from './routes-panel.module.css';
import { dayName, DAYS } from './tell-route.ts';

interface MuteFieldsProps {
  mutes: readonly MuteDocument[];
  path: string;
  faults: Readonly<Record<string, string>>;
  onChange: (mutes: readonly MuteDocument[]) => void;
}

const MOST = 20;
const ZONES_OFFERED = 12;

/** The zone that this browser is in. */
const ownZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;
const zones = ['UTC', ...Intl.supportedValuesOf('timeZone')];

/** Hours of a week in which a route is quiet, by the clock of a place. */
export function MuteFields({ mutes, path, faults, onChange }: MuteFieldsProps) {
  const change = (at: number, part: Partial<MuteDocument>): void =>
    onChange(mutes.map((one, index) => (index === at ? { ...one, ...part } : one)));
  return (
    <div className={styles.part} role="group" aria-label="Quiet times">
      <p className={styles.name}>Quiet times: what still fires is told when they end</p>
      {mutes.map(({ time_zone: zone, weekdays, from, to }, index) => (
        <div key={index} className={styles.mute}>
          <fieldset className={styles.days}>
            <legend className="hidden-visually">Days of quiet time {index + 1}</legend>
            {DAYS.map((day) => (
              <label key={day} className={styles.box}>
                <input
                  type="checkbox"
                  checked={weekdays.includes(day)}
                  onChange={({ currentTarget: { checked } }) =>
                    change(index, {
                      weekdays: DAYS.filter((one) =>
                        one === day ? checked : weekdays.includes(one),
                      ),
                    })
                  }
                />
                {dayName(day)}
              </label>
            ))}
          </fieldset>
          <TextInput
            size="xs"
            aria-label={`Quiet time ${index + 1}: from`}
            placeholder="22:00"
            value={from}
            maxLength={5}
            error={faultAt(faults, `${path}.${index}.from`)}
            onChange={({ currentTarget: { value } }) => change(index, { from: value.trim() })}
          />
          <TextInput
            size="xs"
            aria-label={`Quiet time ${index + 1}: to`}
            placeholder="06:00"
            value={to}
            maxLength={5}
            error={faultAt(faults, `${path}.${index}.to`)}
            onChange={({ currentTarget: { value } }) => change(index, { to: value.trim() })}
          />
          <Autocomplete
            size="xs"
            aria-label={`Quiet time ${index + 1}: time zone`}
            placeholder="Europe/Berlin"
            value={zone}
            limit={ZONES_OFFERED}
            data={zones}
            error={faultAt(faults, `${path}.${index}.time_zone`)}
            onChange={(value) => change(index, { time_zone: value })}
          />
          <button
            type="button"
            className={styles.icon}
            aria-label={`Remove quiet time ${index + 1}`}
            onClick={() => onChange(mutes.filter((_, at) => at !== index))}
          >
            <IconX size={15} aria-hidden="true" />
          </button>
          {faultAt(faults, `${path}.${index}.weekdays`) !== undefined && (
            <p className={styles.fault}>Choose at least one day</p>
          )}
        </div>
      ))}
      {mutes.length < MOST && (
        <div>
          <Button
            variant="default"
            size="xs"
            leftSection={<IconPlus size={14} aria-hidden="true" />}
            onClick={() => onChange([...mutes, { ...NEW_MUTE, time_zone: ownZone() }])}
          >
            {mutes.length === 0 ? 'A quiet time' : 'Another quiet time'}
          </Button>
        </div>
      )}
    </div>
  );
}
