import { useSyncExternalStore } from 'react';

/** Resolved colours for drawings that cannot name a token. */
export interface Palette {
  readonly ink: string;
  readonly quiet: string;
  readonly line: string;
  readonly band: string;
  readonly grid: string;
  readonly axis: string;
  readonly good: string;
  readonly surface: string;
  /** Six tints of ink, from strong to faint: parts of a whole that mean nothing good or bad. */
  readonly tint1: string;
  readonly tint2: string;
  readonly tint3: string;
  readonly tint4: string;
  readonly tint5: string;
  readonly tint6: string;
}

const TOKENS: Readonly<Record<keyof Palette, string>> = {
  ink: '--ink',
  quiet: '--ink-3',
  line: '--chart-line',
  band: '--chart-band',
  grid: '--chart-grid',
  axis: '--line-strong',
  good: '--scale-soft',
  surface: '--surface',
  tint1: '--tint-1',
  tint2: '--tint-2',
  tint3: '--tint-3',
  tint4: '--tint-4',
  tint5: '--tint-5',
  tint6: '--tint-6',
};

/** The tokens' colours as they are right now. */
function readPalette(): Palette {
  const probe = document.createElement('span');
  document.body.append(probe);
  const read = (token: string): string => {
    probe.style.color = `var(${token})`;
    return getComputedStyle(probe).color;
  };
  const palette = Object.fromEntries(
    Object.entries(TOKENS).map(([name, token]) => [name, read(token)]),
  ) as Record<keyof Palette, string>;
  probe.remove();
  return palette;
}

let known = { key: '', palette: null as Palette | null };

/** One palette per state of the page: the same object until scheme or medium changes. */
function currentPalette(): Palette {
  const scheme = document.documentElement.dataset['mantineColorScheme'] ?? '';
  const key = `${scheme} ${matchMedia('print').matches}`;
  if (known.palette === null || known.key !== key) known = { key, palette: readPalette() };
  return known.palette ?? readPalette();
}

function listen(tell: () => void): () => void {
  const observer = new MutationObserver(tell);
  observer.observe(document.documentElement, { attributeFilter: ['data-mantine-color-scheme'] });
  const print = matchMedia('print');
  print.addEventListener('change', tell);
  return () => {
    observer.disconnect();
    print.removeEventListener('change', tell);
  };
}

/** The colours to draw a chart in, renewed with the scheme and for print. */
export function usePalette(): Palette {
  return useSyncExternalStore(listen, currentPalette);
}
