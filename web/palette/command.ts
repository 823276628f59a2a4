/** What a command does beside going somewhere. */
export type CommandAct =
  | { readonly act: 'colours'; readonly scheme: 'light' | 'dark' | 'auto' }
  | { readonly act: 'keys' }
  | { readonly act: 'copy-link' | 'print' | 'export-portfolio' | 'export-decisions' };

/** A line of the palette. */
export interface Command {
  readonly id: string;
  readonly group: 'This workload' | 'Pages' | 'Workloads' | 'Settings' | 'Actions';
  readonly title: string;
  /** Said beside the title; found by as well. */
  readonly aside: string;
  /** Further words that it is found by. */
  readonly words: string;
  /** Keys that do the same; empty where there are none. */
  readonly keys: string;
  readonly does: { readonly go: string } | CommandAct;
}
