import '../../ingest/contract/zod-without-eval.ts';
import { useQuery } from '@tanstack/react-query';
import { IconFlask, IconRestore } from '@tabler/icons-react';
import { useCallback, useDeferredValue, useMemo } from 'react';
import { readEvidence, type Evidence } from '../../../decisions/assessment/evidence.ts';
import { createWhatIf } from '../../../decisions/assessment/what-if.ts';
import { evidenceQuery } from '../../api/queries.ts';
import { formatInstant, instantMs } from '../../format/time.ts';
import { explained } from '../../parts/explain.tsx';
import { Part, Skeleton } from '../../parts/part.tsx';
import { VerdictWord } from '../../parts/verdict-mark.tsx';
import { buildLevers, onStops, type LeverGroup } from './build-levers.ts';
import { buildWhatIfResult } from './build-what-if-result.ts';
import { leversOf, writeLeverValues, type LeverValues } from './lever-values.ts';
import { LeverSlider } from './lever-slider.tsx';
import { useLeverValues } from './use-lever-values.ts';
import styles from './what-if-panel.module.css';
import { WhatIfResultCard } from './what-if-result.tsx';

interface WhatIfPanelProps {
  id: string;
  /** What is supposed, as the address writes it. */
  supposed: string | undefined;
  nowMs: number;
}

/** Sliders over what decides, with the engine's answer beside them. Nothing of it is kept. */
export function WhatIfPanel({ id, supposed, nowMs }: WhatIfPanelProps) {
  const evidence = useQuery(evidenceQuery(id));
  return (
    <section className={styles.panel} aria-labelledby="what-if-title">
      <Part name="The simulation" query={evidence} skeleton={<Skeleton height="30rem" />}>
        {(known) => <Simulation evidence={known} supposed={supposed} nowMs={nowMs} />}
      </Part>
    </section>
  );
}

interface SimulationProps {
  evidence: Evidence;
  supposed: string | undefined;
  nowMs: number;
}

/** An evidence hash names what was stored; what is only supposed has none. */
const noHash = (): string => '';

function Simulation({ evidence, supposed, nowMs }: SimulationProps) {
  const [stated, setValues] = useLeverValues(supposed);
  const whatIf = useMemo(() => createWhatIf(readEvidence(evidence, noHash)), [evidence]);
  const today = useMemo(() => whatIf.suppose({}).assessment, [whatIf]);
  const groups = useMemo(() => buildLevers(evidence, today), [evidence, today]);
  const values = useMemo(() => onStops(groups, stated), [groups, stated]);
  const settled = useDeferredValue(values);
  const result = useMemo(() => {
    const answer = whatIf.suppose(leversOf(settled));
    return buildWhatIfResult(
      today,
      answer,
      evidence.policy.dwell[answer.assessment.proposed],
      nowMs,
    );
  }, [whatIf, settled, today, evidence, nowMs]);
  const onMove = useCallback(
    (key: string, value: number | null): void =>
      setValues((before) => {
        const { [key]: _, ...rest } = before;
        return value === null ? rest : { ...rest, [key]: value };
      }),
    [setValues],
  );
  const isMoved = Object.keys(values).length > 0;
  // The answer is of what has settled, and so is what is said about it.
  const isAnswerMoved = Object.keys(settled).length > 0;
  return (
    <>
      <header className={styles.header}>
        <h2 id="what-if-title">What if</h2>
        <p className={styles.tag} {...explained(TAG_EXPLANATION)}>
          <IconFlask size={14} aria-hidden="true" /> Simulation, nothing is saved
        </p>
        <p className={styles.basis}>on the evidence of {formatInstant(instantMs(evidence.at))}</p>
        <button
          type="button"
          className={styles.reset}
          disabled={!isMoved}
          onClick={() => setValues(() => ({}))}
        >
          <IconRestore size={15} aria-hidden="true" /> Reset all
        </button>
      </header>
      <div className={styles.columns}>
        <div className={styles.groups}>
          <p className={styles.pinned} aria-hidden="true">
            {isAnswerMoved ? 'It would propose' : 'Proposed today'}
            <VerdictWord verdict={result.verdict} />
            {result.was !== null && (
              <>
                instead of <VerdictWord verdict={result.was} />
              </>
            )}
          </p>
          {groups.map((group) => (
            <Group key={group.id} group={group} values={values} whatIf={whatIf} onMove={onMove} />
          ))}
        </div>
        <div className={styles.result}>
          <WhatIfResultCard result={result} isMoved={isAnswerMoved} />
        </div>
      </div>
    </>
  );
}

const TAG_EXPLANATION =
  'The engine that gives the verdict, run in this browser over the same evidence, as if what you suppose had been so all along. The address keeps it; the workload, its policy and its record stay as they are.';

interface GroupProps {
  group: LeverGroup;
  values: LeverValues;
  whatIf: ReturnType<typeof createWhatIf>;
  onMove: (key: string, value: number | null) => void;
}

function Group({ group: { id, name, levers }, values, whatIf, onMove }: GroupProps) {
  return (
    <section aria-labelledby={`levers-${id}`}>
      <h3 id={`levers-${id}`} className={styles.groupName}>
        {name}
      </h3>
      <div className={styles.levers}>
        {levers.map((lever) => {
          const { [lever.key]: own, ...others } = values;
          return (
            <LeverSlider
              key={lever.key}
              lever={lever}
              value={own ?? lever.base}
              others={writeLeverValues(others)}
              whatIf={whatIf}
              onMove={onMove}
            />
          );
        })}
      </div>
    </section>
  );
}
