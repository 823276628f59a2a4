/** A page of the navigation. */
export interface PageOfShell {
  readonly to:
    | '/'
    | '/alerts'
    | '/decisions'
    | '/rules'
    | '/policies'
    | '/reviews'
    | '/ingest'
    | '/record'
    | '/settings';
  readonly name: string;
  /** Pressed after `g` it leads there. */
  readonly key: string;
  /** What people also call it. */
  readonly words: string;
}

/** Every page of the navigation, in its order. */
export const PAGES: readonly PageOfShell[] = [
  { to: '/', name: 'Portfolio', key: 'p', words: 'home overview workloads map' },
  { to: '/alerts', name: 'Alerts', key: 'a', words: 'firing incidents on call' },
  { to: '/decisions', name: 'Decisions', key: 'd', words: 'register overdue signed overrules' },
  { to: '/rules', name: 'Rules', key: 'r', words: 'alert rules thresholds' },
  { to: '/policies', name: 'Policies', key: 'o', words: 'limits backtest exceptions' },
  { to: '/reviews', name: 'Reviews', key: 'v', words: 'calendar cadence agenda' },
  { to: '/ingest', name: 'Ingest', key: 'i', words: 'keys telemetry quarantine contract' },
  { to: '/record', name: 'Record', key: 'e', words: 'audit log history changes' },
  { to: '/settings', name: 'Settings', key: 's', words: 'people receivers routes' },
];
