import { firstText, type Attributes } from './attributes.ts';
import { workloadSlugOf } from './workload-slug.ts';

/** What every record says about where it comes from. Absent texts are empty. */
export interface EmitterFacts {
  readonly workload: string;
  readonly stage: string;
  readonly release: string;
  readonly segment: string;
  readonly prompt_version: string;
}

const MAX_SHORT = 128;

/** The text cut to what the contract takes of it. */
export const clip = (text: string, maxLength: number): string =>
  text.length > maxLength ? text.slice(0, maxLength) : text;

/** What a record's attributes say, else its resource's. An empty workload names none. */
export function emitterFactsOf(resource: Attributes, own: Attributes): EmitterFacts {
  const text = (...names: readonly string[]): string =>
    clip(firstText(own, ...names) || firstText(resource, ...names), MAX_SHORT);
  return {
    workload: workloadSlugOf(
      firstText(own, 'bellwether.workload') ||
        firstText(resource, 'bellwether.workload', 'service.name'),
    ),
    stage: text('bellwether.stage', 'deployment.environment.name', 'deployment.environment'),
    release: text('bellwether.release', 'service.version'),
    segment: text('bellwether.segment'),
    prompt_version: text('bellwether.prompt_version'),
  };
}

/** Why a record without a workload is refused. */
export const NO_WORKLOAD =
  'names no workload: set service.name or bellwether.workload to a name with letters or digits';
