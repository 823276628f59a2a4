import { NativeSelect, TextInput } from '@mantine/core';
import { MatcherFields } from '../alerts/silences/matcher-fields.tsx';
import { faultAt } from '../rules/rule-form.ts';
import { EscalationFields } from './escalation-fields.tsx';
import { MuteFields } from './mute-fields.tsx';
import type { RouteDraft } from './route-draft.ts';
import styles from './routes-panel.module.css';

interface RouteFieldsProps {
  route: RouteDraft;
  /** Of the route in the document. */
  path: string;
  receivers: readonly string[];
  faults: Readonly<Record<string, string>>;
  onChange: (route: RouteDraft) => void;
}

type Pace = 'group_wait' | 'group_interval' | 'repeat_interval';

const PACES: readonly { name: Pace; label: string; hint: string }[] = [
  {
    name: 'group_wait',
    label: 'Wait for others',
    hint: 'Before a first message',
  },
  { name: 'group_interval', label: 'Between changes', hint: 'Of one group, at least' },
  { name: 'repeat_interval', label: 'Again every', hint: 'While nobody takes it' },
];

const NOBODY = '';

/** Everything about one route. */
export function RouteFields({ route, path, receivers, faults, onChange }: RouteFieldsProps) {
  const set = (change: Partial<RouteDraft>): void => onChange({ ...route, ...change });
  const matchFault = faultAt(faults, `${path}.match`) ?? faults[`${path}.matchers`];
  return (
    <div className={styles.fields}>
      <div className={styles.part}>
        <p className={styles.name}>Which alerts: all of these have to hold</p>
        <MatcherFields
          name="Route"
          matchers={route.matchers}
          faultOf={(at) => faultAt(faults, `${path}.matchers.${at}`)}
          onChange={(matchers) => set({ matchers })}
        />
        {matchFault !== undefined && <p className={styles.fault}>{matchFault}</p>}
      </div>
      <div className={styles.row}>
        <NativeSelect
          size="xs"
          label="Tells"
          value={route.receiver ?? NOBODY}
          error={faultAt(faults, `${path}.receiver`)}
          onChange={({ currentTarget: { value } }) =>
            set({ receiver: value === NOBODY ? null : value })
          }
          data={[
            ...receivers.map((value) => ({ value, label: value })),
            { value: NOBODY, label: 'nobody' },
          ]}
        />
        <TextInput
          size="xs"
          label="One message for each"
          description="Labels, separated by commas"
          value={route.group_by.join(', ')}
          error={faultAt(faults, `${path}.group_by`)}
          onChange={({ currentTarget: { value } }) =>
            set({ group_by: value === '' ? [] : value.split(/,\s*/) })
          }
        />
        {PACES.map(({ name, label, hint }) => (
          <TextInput
            key={name}
            size="xs"
            label={label}
            description={hint}
            value={route[name]}
            maxLength={6}
            error={faultAt(faults, `${path}.${name}`)}
            onChange={({ currentTarget: { value } }) => set({ [name]: value.trim() })}
          />
        ))}
      </div>
      <EscalationFields
        steps={route.escalate}
        path={`${path}.escalate`}
        receivers={receivers}
        faults={faults}
        onChange={(escalate) => set({ escalate: [...escalate] })}
      />
      <MuteFields
        mutes={route.mute}
        path={`${path}.mute`}
        faults={faults}
        onChange={(mute) => set({ mute: [...mute] })}
      />
      <label className={styles.box}>
        <input
          type="checkbox"
          checked={route.continue}
          onChange={({ currentTarget: { checked } }) => set({ continue: checked })}
        />
        Ask later routes too
      </label>
    </div>
  );
}
