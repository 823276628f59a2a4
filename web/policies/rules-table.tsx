import { AXIS_WORDS } from '../theme/verdict-look.ts';
import type { RuleGroup, RuleRow } from './build-rule-rows.ts';
import type { RuleEdit } from './rule-edits.ts';
import { RulesTableRow } from './rules-table-row.tsx';
import styles from './rules-table.module.css';

interface RulesTableProps {
  groups: readonly RuleGroup[];
  onChange: (row: RuleRow, change: RuleEdit) => void;
}

/** Every rule of a policy, to be read and tried otherwise. */
export function RulesTable({ groups, onChange }: RulesTableProps) {
  return (
    <section className={styles.rules} aria-labelledby="rules-title">
      <h3 id="rules-title" className={styles.title}>
        What it asks
      </h3>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Signal</th>
            <th scope="col">Counts as</th>
            <th scope="col">Limit</th>
            <th scope="col">Samples needed</th>
          </tr>
        </thead>
        {groups.map(({ axis, rows }) => (
          <tbody key={axis}>
            <tr className={styles.axis}>
              <th scope="rowgroup" colSpan={4}>
                {AXIS_WORDS[axis]}
              </th>
            </tr>
            {rows.map((row) => (
              <RulesTableRow key={row.signal} row={row} onChange={onChange} />
            ))}
          </tbody>
        ))}
      </table>
    </section>
  );
}
