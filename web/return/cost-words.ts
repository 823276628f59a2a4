import type { CostCategory } from '../../signals/history-rows.ts';
import type { Palette } from '../charts/palette.ts';

/** A category of cost: its name, what counts, and the tint it is drawn in. */
export const COST_LOOK: Readonly<
  Record<CostCategory, { name: string; meaning: string; tint: keyof Palette; token: string }>
> = {
  inference: {
    name: 'Model calls',
    meaning: 'What runs cost, and inference that cost events state.',
    tint: 'tint1',
    token: '--tint-1',
  },
  review: {
    name: 'Review',
    meaning: 'Time of reviews at the case’s hourly rate, and review that cost events state.',
    tint: 'tint2',
    token: '--tint-2',
  },
  support: {
    name: 'Support',
    meaning: 'As cost events state it, spread over its period.',
    tint: 'tint3',
    token: '--tint-3',
  },
  infrastructure: {
    name: 'Infrastructure',
    meaning: 'As cost events state it, spread over its period.',
    tint: 'tint4',
    token: '--tint-4',
  },
  incident: {
    name: 'Incidents',
    meaning: 'As cost events state it, spread over its period.',
    tint: 'tint5',
    token: '--tint-5',
  },
  other: {
    name: 'Other',
    meaning: 'As cost events state it, spread over its period.',
    tint: 'tint6',
    token: '--tint-6',
  },
};
