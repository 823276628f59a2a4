import { z } from 'zod';
import type { GateViewer } from '../../decisions/gates/gate-item.ts';
import type { Ledger } from '../../store/ledger/ledger.ts';
import { mayUse, type Principal } from '../access/principal.ts';

/** What gates need to know of whoever asks. */
export type ViewerOf = (principal: Principal) => GateViewer;

const withEmail = z.looseObject({ email: z.string().nullish() });

/** Says who looks at gates; the emails that records name owners by stand in the people's documents. */
export function createViewers(ledger: Ledger): ViewerOf {
  const emailOf = (person: string): string | null =>
    withEmail.safeParse(ledger.get('person', person)?.document).data?.email ?? null;
  return (principal) => {
    const { person, actor } = principal;
    return {
      signer:
        person === null
          ? { kind: 'program' }
          : { kind: 'person', person: { id: person, email: emailOf(person) }, actor },
      actor,
      isAdmin: mayUse(principal, 'admin'),
      barred: mayUse(principal, 'sign')
        ? null
        : 'signing needs the role business owner or approver',
    };
  };
}
