/** Where a label's text starts or ends, and the text as far as there is room. */
export interface PlacedLabel {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'end' | 'middle';
}

interface Rectangle {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const MAX_CHARACTERS = 26;
/** Average advance of the label's font at 12 px, on the generous side. */
const CHARACTER_PX = 6.6;
const LINE_PX = 15;
const POINT_RADIUS_PX = 8;
const GAP_PX = 10;

const pointBox = ({ x, y }: { readonly x: number; readonly y: number }): Rectangle => ({
  left: x - POINT_RADIUS_PX,
  right: x + POINT_RADIUS_PX,
  top: y - POINT_RADIUS_PX,
  bottom: y + POINT_RADIUS_PX,
});

function labelBox({ text, x, y, anchor }: PlacedLabel): Rectangle {
  const width = text.length * CHARACTER_PX;
  const left = anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2;
  return { left, right: left + width, top: y - LINE_PX / 2, bottom: y + LINE_PX / 2 };
}

const overlaps = (a: Rectangle, b: Rectangle): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/**
 * Gives each point a label right, left, above or below it, wherever it covers neither another
 * point nor another label; null where no side is free. Earlier points choose first.
 * @param most labels beyond this number are left out
 */
export function placeLabels(
  points: readonly { readonly text: string; readonly x: number; readonly y: number }[],
  plot: Rectangle,
  most = Infinity,
): (PlacedLabel | null)[] {
  let left = most;
  const taken: Rectangle[] = points.map(pointBox);
  return points.map(({ text: full, x, y }) => {
    if (left === 0) return null;
    const text =
      full.length > MAX_CHARACTERS ? `${full.slice(0, MAX_CHARACTERS - 1).trimEnd()}…` : full;
    const candidates: readonly PlacedLabel[] = [
      { text, x: x + GAP_PX, y, anchor: 'start' },
      { text, x: x - GAP_PX, y, anchor: 'end' },
      { text, x, y: y - GAP_PX - LINE_PX / 2, anchor: 'middle' },
      { text, x, y: y + GAP_PX + LINE_PX / 2, anchor: 'middle' },
      { text, x: x - POINT_RADIUS_PX, y: y - GAP_PX - LINE_PX / 2, anchor: 'start' },
      { text, x: x - POINT_RADIUS_PX, y: y + GAP_PX + LINE_PX / 2, anchor: 'start' },
    ];
    for (const label of candidates) {
      const box = labelBox(label);
      const isInside =
        box.left >= plot.left &&
        box.right <= plot.right &&
        box.top >= plot.top &&
        box.bottom <= plot.bottom;
      if (!isInside || taken.some((other) => overlaps(box, other))) continue;
      taken.push(box);
      left -= 1;
      return label;
    }
    return null;
  });
}

/** Puts a note just above a level line, as far right as nothing is in its way. */
export function placeNote(
  text: string,
  lineY: number,
  points: readonly { readonly x: number; readonly y: number }[],
  labels: readonly (PlacedLabel | null)[],
  plot: Rectangle,
): PlacedLabel | null {
  const taken = [
    ...points.map(pointBox),
    ...labels.filter((label) => label !== null).map(labelBox),
  ];
  for (let x = plot.right - 6; x - text.length * CHARACTER_PX > plot.left; x -= 24) {
    const note: PlacedLabel = { text, x, y: lineY - LINE_PX / 2 - 1, anchor: 'end' };
    if (!taken.some((other) => overlaps(labelBox(note), other))) return note;
  }
  return null;
}
