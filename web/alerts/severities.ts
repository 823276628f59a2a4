import type { Severity } from '../api/alert-queries.ts';

/** How loud an alert is, loudest first. */
export const SEVERITIES = ['page', 'warn', 'info'] as const satisfies readonly Severity[];
