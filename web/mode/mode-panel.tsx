import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { modeQuery } from '../api/mode-queries.ts';
import { Part, Skeleton } from '../parts/part.tsx';
import type { WorkloadSearch } from '../workload/workload-search.ts';
import { buildModeView } from './build-mode-view.ts';
import { ModeForm, type AskedAct } from './mode-form.tsx';
import { ModeStrip } from './mode-strip.tsx';

interface ModePanelProps {
  id: string;
  search: WorkloadSearch;
  nowMs: number;
}

/** What the workload may do now, what holds it, and the way to pause, lower or lift. */
export function ModePanel({ id, search, nowMs }: ModePanelProps) {
  const query = useQuery(modeQuery(id));
  const navigate = useNavigate({ from: '/w/$id' });
  const [lifting, setLifting] = useState<string | null>(null);
  const asked: AskedAct | null =
    lifting === null
      ? search.act === undefined
        ? null
        : { act: search.act }
      : { act: 'lift', hold: lifting };
  function ask(next: AskedAct | null): void {
    setLifting(next?.act === 'lift' ? next.hold : null);
    const act = next === null || next.act === 'lift' ? undefined : next.act;
    void navigate({ search: (before) => ({ ...before, act }), replace: true, resetScroll: false });
  }
  return (
    <Part name="The rollout mode" query={query} skeleton={<Skeleton height="3.5rem" />}>
      {({ item, version }) => (
        <ModeStrip view={buildModeView(item, nowMs)} asked={asked} onAsk={ask}>
          {asked !== null && (
            <ModeForm
              key={JSON.stringify(asked)}
              id={id}
              item={item}
              version={version}
              asked={asked}
              onDone={() => ask(null)}
            />
          )}
        </ModeStrip>
      )}
    </Part>
  );
}
