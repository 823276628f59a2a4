import type { Mark } from '../api/queries.ts';
import { formatInstant, instantMs } from '../format/time.ts';
import { positionOn, type StripSpan } from './build-verdict-strip.ts';

/** Marks that stand so close that they share one place. Position in percent of the span. */
export interface MarkGroup {
  readonly key: string;
  /** The gravest kind in the group. */
  readonly kind: Mark['kind'];
  readonly count: number;
  readonly position: number;
  readonly name: string;
  readonly explanation: string;
}

/** Least distance between two places, in pixels: one finger-sized target beside the next. */
const DISTANCE_PX = 26;

const GRAVITY: Readonly<Record<Mark['kind'], number>> = {
  incident: 3,
  rollback: 2,
  release: 1,
  config: 0,
};

/**
 * Puts marks on a lane, those that would touch together.
 * @param marks ascending
 * @param widthPx width of the lane
 */
export function buildMarkGroups(
  marks: readonly Mark[],
  span: StripSpan,
  widthPx: number,
): readonly MarkGroup[] {
  const distance = widthPx > 0 ? (DISTANCE_PX / widthPx) * 100 : 0;
  const groups: { position: number; marks: Mark[] }[] = [];
  for (const mark of marks) {
    const position = positionOn(span, instantMs(mark.at));
    const last = groups.at(-1);
    if (last && position - last.position < distance) last.marks.push(mark);
    else groups.push({ position, marks: [mark] });
  }
  return groups.map(({ position, marks: those }, index) => {
    const gravest = those.toSorted((a, b) => GRAVITY[b.kind] - GRAVITY[a.kind])[0]!;
    return {
      key: `${index} ${gravest.at}`,
      kind: gravest.kind,
      count: those.length,
      position,
      name: those.map(({ title }) => title).join(', '),
      explanation: those
        .map(
          ({ at, title, detail }) =>
            `${formatInstant(instantMs(at))}\t${title}${detail === '' ? '' : `: ${detail}`}`,
        )
        .join('\n'),
    };
  });
}
