import { useEffect, useState, type FunctionComponent, type ReactNode } from 'react';
import { reach } from './reach.ts';

/**
 * A component whose code is fetched when it is first shown. Unlike a suspended one it stands as soon as the
 * code is there: React holds what was suspended back for 300 ms after it has shown what stands in for it.
 * @param load resolves with the component
 * @param meanwhile holds its place
 */
export function later<Props extends object>(
  load: () => Promise<FunctionComponent<Props>>,
  meanwhile: ReactNode,
): FunctionComponent<Props> {
  let loaded: FunctionComponent<Props> | null = null;
  return function Later(props: Props) {
    const [Part, setPart] = useState(() => loaded);
    useEffect(() => {
      if (Part !== null) return;
      let isGone = false;
      reach(load).then(
        (found) => {
          loaded = found;
          if (!isGone) setPart(() => found);
        },
        (cause: unknown) => {
          // Thrown while drawing, it is told as any other fault of the page.
          if (isGone) return;
          setPart(() => {
            throw cause;
          });
        },
      );
      return () => {
        isGone = true;
      };
    }, [Part]);
    return Part === null ? meanwhile : <Part {...props} />;
  };
}
