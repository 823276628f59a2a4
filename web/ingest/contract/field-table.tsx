import type { ContractField } from './build-contract.ts';
import styles from './field-table.module.css';

/** Fields with what each must be and what it means. */
export function FieldTable({ fields, name }: { fields: readonly ContractField[]; name: string }) {
  return (
    <table className={styles.table} role="table" aria-label={name}>
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader" scope="col">
            Field
          </th>
          <th role="columnheader" scope="col">
            Type
          </th>
          <th role="columnheader" scope="col">
            Unit and limits
          </th>
          <th role="columnheader" scope="col">
            Meaning
          </th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {fields.map((field) => (
          <tr key={field.name} role="row" className={styles.row}>
            <th role="rowheader" scope="row">
              <code>{field.name}</code>
              {field.isRequired && <span className={styles.required}>required</span>}
            </th>
            <td role="cell" className={styles.type}>
              {field.type}
            </td>
            <td role="cell" className={styles.limits}>
              {field.limits}
            </td>
            <td role="cell" className={styles.meaning}>
              {field.meaning}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
