import { TextInput } from '@mantine/core';
import type { ActionForm } from './read-hold-form.ts';
import styles from './review-sheet.module.css';

interface ActionFieldsProps {
  number: number;
  action: ActionForm;
  faultOf: (field: keyof ActionForm) => string | undefined;
  onChange: (action: ActionForm) => void;
}

/** What somebody does until a day. */
export function ActionFields({ number, action, faultOf, onChange }: ActionFieldsProps) {
  return (
    <fieldset className={styles.action}>
      <legend className="hidden-visually">Action {number}</legend>
      <TextInput
        label="What"
        value={action.what}
        error={faultOf('what')}
        maxLength={2000}
        onChange={({ currentTarget: { value } }) => onChange({ ...action, what: value })}
      />
      <TextInput
        label="Who"
        value={action.owner}
        error={faultOf('owner')}
        maxLength={200}
        onChange={({ currentTarget: { value } }) => onChange({ ...action, owner: value })}
      />
      <TextInput
        label="Until"
        type="date"
        value={action.due}
        error={faultOf('due')}
        onChange={({ currentTarget: { value } }) => onChange({ ...action, due: value })}
      />
    </fieldset>
  );
}
