import type { DocumentLog, StoredEntry } from '../store/alert-log.ts';

/** What the alert log keeps documents of. */
export const ALERT_LOG_KINDS = ['cursor', 'track', 'episode', 'group', 'delivery', 'told'] as const;
export type AlertLogKind = (typeof ALERT_LOG_KINDS)[number];

/** The latest document of a kind and id; null takes it away. */
export type AlertLogEntry = StoredEntry<AlertLogKind>;

/** Where evaluation and delivery keep what a restart must find again: the last document of each id. */
export type AlertLog = DocumentLog<AlertLogKind>;
