import { formatLimit } from '../format/unit.ts';
import { Explain } from '../parts/explain.tsx';
import { readLimit, writeLimit, type RuleRow } from './build-rule-rows.ts';
import { NumberField } from './number-field.tsx';
import type { RuleEdit } from './rule-edits.ts';
import styles from './rules-table.module.css';

interface RulesTableRowProps {
  row: RuleRow;
  onChange: (row: RuleRow, change: RuleEdit) => void;
}

/** One rule; a signal that does not apply says why instead of a limit. */
export function RulesTableRow({ row, onChange }: RulesTableRowProps) {
  const { title, description, role, from, isEdited } = row;
  return (
    <tr className={styles.row} data-edited={isEdited}>
      <th scope="row" className={styles.name}>
        <Explain text={description}>{title}</Explain>
        {isEdited && <span className={styles.edited}>changed</span>}
        {from !== null && (
          <span className={styles.from}>
            as in <code>{from}</code>
          </span>
        )}
      </th>
      {role === 'not_applicable' ? (
        <td colSpan={3} className={styles.reason}>
          Does not apply: {row.reason}
        </td>
      ) : (
        <>
          <td data-name="Counts as">
            <select
              className={styles.select}
              aria-label={`${title}: counts as`}
              value={role}
              onChange={(event) => {
                const next = event.currentTarget.value === 'required' ? 'required' : 'advisory';
                onChange(row, { role: next });
              }}
            >
              <option value="required">Required</option>
              <option value="advisory">Advisory</option>
            </select>
          </td>
          <LimitCell row={row} onChange={onChange} />
          <td data-name="Samples">
            <NumberField
              name={`${title}: samples needed`}
              text={String(row.minSample)}
              onNumber={(text) => {
                const number = readLimit(text, 1);
                if (number !== null && Number.isInteger(number) && number >= 1) {
                  onChange(row, { min_sample: number });
                }
              }}
            />
          </td>
        </>
      )}
    </tr>
  );
}

function LimitCell({ row, onChange }: RulesTableRowProps) {
  const { title, better, limit, factor, prefix, suffix, rule } = row;
  const unit = prefix + suffix;
  const before = rule?.limit ?? null;
  return (
    <td data-name="Limit">
      <span className={styles.limit}>
        <span className={styles.sign} aria-hidden="true">
          {better === 'lower' ? '≤' : '≥'} {prefix}
        </span>
        <NumberField
          name={`${title}: limit, ${better === 'lower' ? 'at most' : 'at least'}${unit === '' ? '' : `, in ${unit}`}`}
          text={writeLimit(limit, factor)}
          onNumber={(text) => {
            const number = readLimit(text, factor);
            if (number !== null) onChange(row, { limit: number });
          }}
        />
        <span className={styles.unit} aria-hidden="true">
          {suffix}
        </span>
      </span>
      {limit !== before && before !== null && (
        <span className={styles.was}>was {formatLimit(before, better, row)}</span>
      )}
    </td>
  );
}
