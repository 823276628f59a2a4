import type { Palette } from '../../../web/charts/palette.ts';

/** A colour of its own for everything that charts draw. */
export const SAMPLE_PALETTE: Palette = {
  ink: '#000',
  quiet: '#111',
  line: '#222',
  band: '#333',
  grid: '#444',
  axis: '#555',
  good: '#666',
  surface: '#777',
  tint1: '#801',
  tint2: '#802',
  tint3: '#803',
  tint4: '#804',
  tint5: '#805',
  tint6: '#806',
};
