import type { WorkloadDocument } from '../../core/workload.ts';
import { RECORD_FIELDS } from './record-fields.ts';
import { writeRecordForm } from './record-form.ts';

/** How many of the fields that people write are filled in. */
export function countStated(document: WorkloadDocument): { filled: number; total: number } {
  const form = writeRecordForm(document);
  const filled = RECORD_FIELDS.filter(({ path }) => form[path] !== '').length;
  return { filled, total: RECORD_FIELDS.length };
}
