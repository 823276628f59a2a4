import { compileInhibition, type Inhibition } from './inhibition.ts';
import type { ReceiverDocument } from './receiver.ts';
import type { RoutesDocument } from './route-document.ts';
import { compileRoute, type Route } from './route.ts';
import { compileSilence, type Silence, type SilenceDocument } from '../labels/silence.ts';

/** Who is to be told of what, ready to be asked. */
export interface People {
  readonly routes: readonly Route[];
  readonly inhibitions: readonly Inhibition[];
  readonly silences: readonly Silence[];
  /** Receivers that take alerts one by one, and are told of acknowledgements too. */
  readonly pagers: ReadonlySet<string>;
}

/**
 * Makes the documents of people ready for planning. Compile again after any of them changes.
 * @param silences also those that have not started; ended ones may be left out
 */
export function compilePeople(
  { routes, inhibit }: Pick<RoutesDocument, 'routes' | 'inhibit'>,
  silences: readonly SilenceDocument[],
  receivers: readonly Pick<ReceiverDocument, 'id' | 'type'>[],
): People {
  const pagers = receivers.filter(({ type }) => type === 'pagerduty');
  return {
    routes: routes.map(compileRoute),
    inhibitions: inhibit.map(compileInhibition),
    silences: silences.map(compileSilence),
    pagers: new Set(pagers.map(({ id }) => id)),
  };
}
