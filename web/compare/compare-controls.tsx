import type { WorkloadSearch, ComparedBy, ReturnLength } from '../workload/workload-search.ts';
import { COMPARED_BY, RETURN_LENGTHS } from '../workload/workload-search.ts';
import type { PartChoice } from './build-comparison.ts';
import styles from './compare-tab.module.css';

interface CompareControlsProps {
  by: ComparedBy;
  search: WorkloadSearch;
  choices: readonly PartChoice[];
  onSearch: (change: WorkloadSearch) => void;
}

const LENGTH_WORDS: Readonly<Record<ReturnLength, string>> = {
  '28d': '28 days',
  '90d': '90 days',
  '364d': 'a year',
};

/** By what, which two, and over how long. */
export function CompareControls({ by, search, choices, onSearch }: CompareControlsProps) {
  return (
    <div className={styles.controls}>
      <label>
        <span>By</span>
        <select
          value={by}
          onChange={(event) =>
            onSearch({
              by: COMPARED_BY.find((name) => name === event.currentTarget.value),
              before: undefined,
              after: undefined,
            })
          }
        >
          {COMPARED_BY.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <PartSelect
        name="Before"
        value={search.before}
        choices={choices}
        onChoose={(before) => onSearch({ before })}
      />
      <PartSelect
        name="After"
        value={search.after}
        choices={choices}
        onChoose={(after) => onSearch({ after })}
      />
      <label>
        <span>Over</span>
        <select
          value={search.over ?? '28d'}
          onChange={(event) =>
            onSearch({
              over: RETURN_LENGTHS.find((length) => length === event.currentTarget.value),
            })
          }
        >
          {RETURN_LENGTHS.map((length) => (
            <option key={length} value={length}>
              {LENGTH_WORDS[length]}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

interface PartSelectProps {
  name: string;
  value: string | undefined;
  choices: readonly PartChoice[];
  onChoose: (value: string | undefined) => void;
}

function PartSelect({ name, value, choices, onChoose }: PartSelectProps) {
  return (
    <label>
      <span>{name}</span>
      <select
        value={value ?? ''}
        onChange={(event) => onChoose(event.currentTarget.value || undefined)}
      >
        <option value="">{name === 'After' ? 'the latest' : 'the one before'}</option>
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    </label>
  );
}
