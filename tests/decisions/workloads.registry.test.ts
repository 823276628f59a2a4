import { beforeAll, describe, expect, it, vi } from 'vitest';
import {
  createWorkloadRegistry,
  type WorkloadRegistry,
} from '../../decisions/registry/workloads.ts';
import { openLedger, type Ledger } from '../../store/ledger/ledger.ts';
import { useDatabase } from '../support/database.ts';

const database = useDatabase();
const now = (): number => 1_000;
let ledger: Ledger;
let workloads: WorkloadRegistry;

beforeAll(async () => {
  ledger = await openLedger(database(), Buffer.alloc(32), now);
  workloads = createWorkloadRegistry(ledger, () => true, now);
});

describe('workloads on sight', () => {
  it('are registered together, in one act, however many come at once', async () => {
    const ids = Array.from({ length: 300 }, (_, index) => `flood-${index}`);
    const append = vi.spyOn(ledger, 'append');
    expect(await workloads.registerOnSight(ids)).toEqual(ids);
    expect(append).toHaveBeenCalledTimes(1);
    append.mockRestore();
    expect(await workloads.registerOnSight([...ids, 'late'])).toEqual(['late']);
    expect(workloads.get('flood-299')).toMatchObject({ version: 1 });
  });

  it('leave a record to whoever writes it at that moment, and register the others', async () => {
    const written = workloads.put('theirs', { title: 'Theirs' }, 'person:owner');
    const registered = workloads.registerOnSight(['before', 'theirs', 'behind']);
    expect(await registered).toEqual(['before', 'behind']);
    await written;
    expect(workloads.get('theirs')).toMatchObject({ version: 1, document: { title: 'Theirs' } });
    expect(workloads.get('behind')).toMatchObject({ version: 1 });
  });

  it('are refused together where the record cannot be written', async () => {
    const append = vi.spyOn(ledger, 'append').mockRejectedValueOnce(new Error('away'));
    await expect(workloads.registerOnSight(['one', 'two'])).rejects.toThrow('away');
    append.mockRestore();
    expect(workloads.get('one')).toBeNull();
    expect(await workloads.registerOnSight(['one', 'two'])).toEqual(['one', 'two']);
  });
});
