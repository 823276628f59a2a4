import { describe, expect, it } from 'vitest';
import { EVENT_KINDS, wireEvent } from '../../core/event.ts';
import { checkEvent } from '../../ingest/check-event.ts';
import { buildContract } from '../../web/ingest/contract/build-contract.ts';
import { EXAMPLE_EVENTS } from '../../web/ingest/contract/example-events.ts';

const contract = buildContract();
const NOW = Date.parse('2026-11-02T12:00:00Z');

/** The field names of a kind, as the schema has them. */
function fieldsOf(kind: string): string[] {
  const option = wireEvent.options.find(({ shape }) => shape.kind.value === kind);
  return Object.keys(option?.shape ?? {});
}

describe('the data contract', () => {
  it('shows every kind, in order', () => {
    expect(contract.kinds.map(({ kind }) => kind)).toEqual([...EVENT_KINDS]);
  });

  it.each(EVENT_KINDS)('shows each field of %s once, with a meaning and a type', (kind) => {
    const { fields } = contract.kinds.find((one) => one.kind === kind)!;
    const shown = [...contract.shared, ...fields];
    expect(shown.map(({ name }) => name).toSorted()).toEqual(fieldsOf(kind).toSorted());
    for (const { name, meaning, type } of shown) {
      expect(meaning, name).not.toBe('');
      expect(type, name).not.toBe('anything');
    }
  });

  it.each(EVENT_KINDS)('has an example of %s that is accepted as it stands', (kind) => {
    const { example } = contract.kinds.find((one) => one.kind === kind)!;
    expect(checkEvent(JSON.parse(example), NOW)).toMatchObject({
      kind: 'event',
      event: EXAMPLE_EVENTS[kind],
    });
  });

  it('reads limits and requirements out of the schema', () => {
    const field = (kind: string, name: string) =>
      contract.kinds.find((one) => one.kind === kind)!.fields.find((one) => one.name === name);
    expect(field('run', 'latency_ms')).toMatchObject({
      isRequired: false,
      type: 'number',
      limits: 'ms, 0 to 10¹²',
    });
    expect(field('run', 'outcome')).toMatchObject({
      type: 'word',
      limits: 'accepted, edited, rejected, abandoned',
    });
    expect(field('run', 'ok')).toMatchObject({ type: 'true or false', limits: '' });
    expect(field('tool_call', 'tool')).toMatchObject({
      isRequired: true,
      limits: 'up to 128 characters',
    });
    expect(field('distribution', 'values')).toMatchObject({ type: 'list of numbers' });
    expect(field('distribution', 'histogram')).toMatchObject({ type: 'object' });
    expect(contract.shared.find(({ name }) => name === 'workload')).toMatchObject({
      isRequired: true,
      type: 'slug',
    });
    expect(contract.shared.find(({ name }) => name === 'ts')).toMatchObject({ type: 'time' });
  });
});
