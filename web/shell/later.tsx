import { useEffect, useState, type FunctionComponent, type ReactNode } from 'react';
import type { CodePart } from './code-part.ts';

/**
 * Shows a component whose code is fetched with its first showing. Unlike a suspended one it stands as soon
 * as the code is there: React holds what was suspended back for 300 ms after it has shown what stands in
 * for it.
 * @param meanwhile holds its place
 */
export function later<Props extends object>(
  part: CodePart<Props>,
  meanwhile: ReactNode,
): FunctionComponent<Props> {
  return function Later(props: Props) {
    const [Shown, setShown] = useState(() => part.current());
    useEffect(() => {
      if (Shown !== null) return;
      let isGone = false;
      part.fetch().then(
        (found) => {
          if (!isGone) setShown(() => found);
        },
        (cause: unknown) => {
          if (isGone) return;
          // Thrown while drawing, it is told as any other fault of the page.
          setShown(() => {
            throw cause;
          });
        },
      );
      return () => {
        isGone = true;
      };
    }, [Shown]);
    return Shown === null ? meanwhile : <Shown {...props} />;
  };
}
