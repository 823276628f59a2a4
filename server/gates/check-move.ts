import { BellwetherError } from '../../core/errors.ts';
import { barChanges } from '../../decisions/gates/bar-changes.ts';
import { gatesToMove, nextStage, stageMove } from '../../decisions/gates/stage-move.ts';
import type { RecordChange } from '../../decisions/registry/workloads.ts';
import type { GateDesk } from './gate-desk.ts';

/**
 * Makes the check of a record that changes its stage: one stage at a time and only through passed gates,
 * which the same change must not redefine; back, or to its end, with a reason.
 * @returns a function that throws BellwetherError `conflict` with the open gates, `invalid` without a reason
 *   or with what it redefines
 */
export function createMoveCheck(
  desk: Pick<GateDesk, 'prove'>,
): (change: RecordChange) => Promise<void> {
  return async ({ before, after, reason }) => {
    const [from, to] = [before.stage, after.stage];
    const move = stageMove(from, to);
    switch (move) {
      case 'none':
        return;
      case 'skip': {
        const next = from === 'retired' ? 'design' : nextStage(from);
        const ahead = next === null ? '' : `: next is ${next}`;
        throw new BellwetherError(
          'conflict',
          `no stage is skipped between ${from} and ${to}${ahead}`,
        );
      }
      case 'back':
      case 'retire': {
        if (reason.trim() !== '') return;
        const words = `say why it goes from ${from} to ${to}`;
        throw new BellwetherError('invalid', words, {
          errors: [{ path: 'reason', message: `${words}, as ?reason=` }],
        });
      }
      case 'forward': {
        const redefined = barChanges(before, after);
        if (redefined.length > 0) {
          throw new BellwetherError(
            'invalid',
            `a move to ${to} cannot change what its gates ask, or of whom: change it first`,
            {
              errors: redefined.map((path) => ({
                path,
                message: `differs from the record that stands in ${from}`,
              })),
            },
          );
        }
        const proofs = await desk.prove(after, gatesToMove(from, to, after));
        const open = proofs.filter(({ state }) => state === 'open');
        if (open.length === 0) return;
        throw new BellwetherError(
          'conflict',
          `${open.length} gates between ${from} and ${to} are open`,
          {
            errors: open.map(({ gate, missing }) => ({
              path: `gates.${gate}`,
              message: missing.join(' '),
            })),
          },
        );
      }
    }
  };
}
