import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { openAlertsQuery } from '../../api/alert-queries.ts';
import { instantMs, formatMoment } from '../../format/time.ts';
import type { ActOutcome } from '../tell-outcome.ts';
import { matchersOf, silenceChoices } from './silence-form.ts';
import { SilenceFields } from './silence-fields.tsx';

interface SilenceTargetsProps {
  /** Alerts that the silence is to be of. */
  ids: readonly string[];
  onDone: (outcome: ActOutcome) => void;
  onCancel: () => void;
}

/** A silence of some alerts that are open, by their labels. */
export function SilenceTargets({ ids, onDone, onCancel }: SilenceTargetsProps) {
  const open = useQuery(openAlertsQuery).data?.items;
  const [start] = useState(() => ({
    matchers: matchersOf((open ?? []).filter(({ id }) => ids.includes(id))),
    untilMs: silenceChoices(Date.now())[1]?.untilMs ?? null,
    reason: '',
  }));
  return (
    <SilenceFields
      start={start}
      open={open}
      onCancel={onCancel}
      onDone={({ ends_at: end }) =>
        onDone({
          isGood: true,
          sentence: `Silenced until ${formatMoment(instantMs(end), Date.now())}.`,
          refusals: [],
        })
      }
    />
  );
}
