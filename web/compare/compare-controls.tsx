import { useId } from 'react';
import { RETURN_RANGES } from '../return/return-lengths.ts';
import {
  COMPARED_BY,
  type ComparedBy,
  type ReturnLength,
  type WorkloadSearch,
} from '../workload/workload-search.ts';
import type { PartChoice } from './build-part-choices.ts';
import styles from './compare-tab.module.css';

interface CompareControlsProps {
  by: ComparedBy;
  over: ReturnLength;
  search: WorkloadSearch;
  choices: readonly PartChoice[];
  /** The two that are compared; null while that is not known. */
  compared: { readonly before: string; readonly after: string } | null;
  onSearch: (change: WorkloadSearch) => void;
}

const LENGTHS: readonly PartChoice[] = RETURN_RANGES.toSorted((a, b) => a.days - b.days).map(
  ({ id, words }) => ({ value: id, label: words }),
);
const DIMENSIONS: readonly PartChoice[] = COMPARED_BY.map((name) => ({ value: name, label: name }));

/** By what, which two, and over how long. */
export function CompareControls(props: CompareControlsProps) {
  const { by, over, search, choices, compared, onSearch } = props;
  return (
    <div className={styles.controls}>
      <Choice
        name="By"
        value={by}
        choices={DIMENSIONS}
        onChoose={(chosen) =>
          onSearch({
            by: COMPARED_BY.find((name) => name === chosen),
            before: undefined,
            after: undefined,
          })
        }
      />
      <Choice
        name="Before"
        value={search.before ?? ''}
        choices={partsToChoose(
          choices,
          search.before,
          tellUsual('the one before', compared?.before),
        )}
        taken={search.after}
        onChoose={(before) => onSearch({ before: before || undefined })}
      />
      <Choice
        name="After"
        value={search.after ?? ''}
        choices={partsToChoose(choices, search.after, tellUsual('the latest', compared?.after))}
        taken={search.before}
        onChoose={(after) => onSearch({ after: after || undefined })}
      />
      <Choice
        name="Over"
        value={over}
        choices={LENGTHS}
        onChoose={(chosen) => onSearch({ over: RETURN_RANGES.find(({ id }) => id === chosen)?.id })}
      />
    </div>
  );
}

const tellUsual = (words: string, part: string | undefined): string =>
  part === undefined ? words : `${words}: ${part}`;

/** The usual part, then all there are, and the one of the address even where it did not run. */
function partsToChoose(
  choices: readonly PartChoice[],
  chosen: string | undefined,
  usual: string,
): readonly PartChoice[] {
  const isAbsent = chosen !== undefined && !choices.some(({ value }) => value === chosen);
  return [
    { value: '', label: usual },
    ...choices,
    ...(isAbsent ? [{ value: chosen, label: `${chosen} (no run in this time)` }] : []),
  ];
}

interface ChoiceProps {
  name: string;
  value: string;
  choices: readonly PartChoice[];
  /** Chosen on the other side: nothing is compared with itself. */
  taken?: string | undefined;
  onChoose: (value: string) => void;
}

function Choice({ name, value, choices, taken, onChoose }: ChoiceProps) {
  const id = useId();
  return (
    <div className={styles.choice}>
      <label htmlFor={id}>{name}</label>
      <select id={id} value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value} disabled={choice.value === taken}>
            {choice.label}
          </option>
        ))}
      </select>
    </div>
  );
}
