import type { FunctionComponent } from 'react';
import { reach } from './reach.ts';

/** A component whose code is a file of its own. */
export interface CodePart<Props extends object> {
  /** Null until its code is here. */
  current(): FunctionComponent<Props> | null;
  fetch(): Promise<FunctionComponent<Props>>;
  /** Fetches it before it is needed; whoever needs it then tells if that fails. */
  fetchAhead(): void;
}

/** @param load imports the file and picks the component */
export function codePart<Props extends object>(
  load: () => Promise<FunctionComponent<Props>>,
): CodePart<Props> {
  let here: FunctionComponent<Props> | null = null;
  const fetch = async (): Promise<FunctionComponent<Props>> => (here ??= await reach(load));
  return {
    current: () => here,
    fetch,
    fetchAhead: () => void fetch().catch(() => undefined),
  };
}
