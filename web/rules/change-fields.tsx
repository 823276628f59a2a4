import { NativeSelect, TextInput } from '@mantine/core';
import type { ConditionText } from './condition-fields.tsx';

interface ChangeFieldsProps {
  text: ConditionText;
  isAgainstRelease: boolean;
  onAgainst: (isAgainstRelease: boolean) => void;
}

/** What a change is measured against: an earlier window, or the release before. */
export function ChangeFields({ text, isAgainstRelease, onAgainst }: ChangeFieldsProps) {
  return (
    <>
      <NativeSelect
        label="Against"
        value={isAgainstRelease ? 'release' : 'before'}
        onChange={({ currentTarget: { value } }) => onAgainst(value === 'release')}
        data={[
          { value: 'before', label: 'an earlier window' },
          { value: 'release', label: 'the release before' },
        ]}
      />
      {!isAgainstRelease && (
        <TextInput
          {...text('before', 'before')}
          label="Compared with"
          description="So long before; empty: the window before."
        />
      )}
    </>
  );
}
