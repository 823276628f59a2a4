interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const GAP = 8;
const EDGE = 8;

/**
 * Where a floating box goes: above its target, centred, kept inside the view; below where there is
 * no room above. Pixels.
 * @example placeBeside({left: 100, top: 100, width: 20, height: 20}, {left: 0, top: 0, width: 40, height: 30}, {width: 400, height: 400}) // {x: 90, y: 62}
 */
export function placeBeside(
  target: Box,
  floating: Box,
  view: { readonly width: number; readonly height: number },
): { x: number; y: number } {
  const centred = target.left + target.width / 2 - floating.width / 2;
  const x = Math.max(EDGE, Math.min(centred, view.width - floating.width - EDGE));
  const above = target.top - floating.height - GAP;
  const y = above >= EDGE ? above : target.top + target.height + GAP;
  return { x: Math.round(x), y: Math.round(y) };
}
