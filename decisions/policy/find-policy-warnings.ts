import type { FieldError } from '../../core/errors.ts';
import { SIGNALS_BY_ID } from '../../signals/catalogue.ts';
import { DEFAULT_TABLE } from './default-policy.ts';
import { findDeadRows } from './find-dead-rows.ts';
import { findGate } from '../gates/gate-catalogue.ts';
import { AXES, type PolicyDocument, type SignalRule } from './policy.ts';

/**
 * What a policy that can decide may still not have meant: rows of its table that never match, axes that
 * nothing can show to be strong, gates that there are none of.
 * @param rules its signals for all workloads, inherited ones included
 * @returns one entry each, as {@link FieldError}s; empty where nothing looks like a mistake
 */
export function findPolicyWarnings(
  document: PolicyDocument,
  rules: ReadonlyMap<string, SignalRule>,
): readonly FieldError[] {
  const dead = findDeadRows(document.table ?? DEFAULT_TABLE).map((index) => ({
    path: `table.${index}`,
    message: `row ${index + 1} can never match: earlier rows take all it would`,
  }));
  const required = new Set(
    [...rules]
      .filter(([, { role }]) => role === 'required')
      .map(([signal]) => SIGNALS_BY_ID.get(signal)?.axis),
  );
  const bare = AXES.filter((axis) => !required.has(axis)).map((axis) => ({
    path: 'signals',
    message: `requires no signal of ${axis}, so nothing can show ${axis} to be strong`,
  }));
  const ofClasses = Object.entries(document.risk_classes ?? {}).map(
    ([risk, part]) => [`risk_classes.${risk}.gates`, part?.gates] as const,
  );
  const unknown = [['gates', document.gates] as const, ...ofClasses].flatMap(([path, gates]) =>
    (gates?.required_for_scale ?? [])
      .filter((id) => findGate(id) === null)
      .map((id) => ({ path, message: `requires ${id}, which no gate is called: it stays open` })),
  );
  return [...dead, ...bare, ...unknown];
}
