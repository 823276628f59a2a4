import { TextInput } from '@mantine/core';
import { ROLES, type Role } from '../../../core/role.ts';
import { ROLE_WORDS } from '../role-words.ts';
import type { PersonFaults, PersonForm } from './person-form.ts';
import styles from './people-tab.module.css';

interface PersonFieldsProps {
  form: PersonForm;
  faults: PersonFaults;
  /** True where the identity provider's groups say the roles. */
  areRolesOfGroups: boolean;
  onForm: (form: PersonForm) => void;
}

/** Everything that is stated of a person. */
export function PersonFields({ form, faults, areRolesOfGroups, onForm }: PersonFieldsProps) {
  const toggle = (role: Role, isOn: boolean): void =>
    onForm({
      ...form,
      roles: ROLES.filter((one) => (one === role ? isOn : form.roles.includes(one))),
    });
  const text = (name: 'name' | 'email') => ({
    value: form[name],
    error: faults[name],
    onChange: (event: { currentTarget: { value: string } }) =>
      onForm({ ...form, [name]: event.currentTarget.value }),
  });
  return (
    <>
      <div className={styles.fields}>
        <TextInput {...text('name')} label="Name" maxLength={200} />
        <TextInput {...text('email')} label="Email" type="email" autoComplete="off" />
      </div>
      <fieldset className={styles.roles} disabled={areRolesOfGroups}>
        <legend>Roles, for all workloads</legend>
        {ROLES.map((role) => (
          <label key={role} className={styles.role}>
            <input
              type="checkbox"
              checked={form.roles.includes(role)}
              onChange={(event) => toggle(role, event.currentTarget.checked)}
            />
            <span>
              <b>{ROLE_WORDS[role].name}</b> <span>{ROLE_WORDS[role].may}</span>
            </span>
          </label>
        ))}
        {areRolesOfGroups && (
          <p className={styles.note}>
            Roles come from this person’s groups at the identity provider: change them there.
          </p>
        )}
        {faults.roles !== undefined && <p className={styles.failure}>{faults.roles}</p>}
      </fieldset>
      <label className={styles.role}>
        <input
          type="checkbox"
          checked={form.bySingleSignOn}
          onChange={(event) => onForm({ ...form, bySingleSignOn: event.currentTarget.checked })}
        />
        <span>
          <b>Comes by single sign-on</b>{' '}
          <span>recognised there by this email, without a password here</span>
        </span>
      </label>
    </>
  );
}
