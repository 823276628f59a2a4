import { Button } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useRef } from 'react';
import { REVIEW_VERDICTS } from '../../core/review-verdicts.ts';
import type { AuditItem, PatternCount } from '../api/audit-queries.ts';
import { formatPlural } from '../format/number.ts';
import { usePageKeys, type PageKey, type PressedKey } from '../keys/use-page-keys.ts';
import { AuditRunCard } from './audit-run-card.tsx';
import { buildAuditRun } from './build-audit-run.ts';
import { readDeskKey, VERDICT_WORDS, type DeskCommand } from './desk-keys.ts';
import styles from './review-desk.module.css';
import { useDesk } from './use-desk.ts';

interface ReviewDeskProps {
  id: string;
  items: readonly AuditItem[];
  patterns: readonly PatternCount[];
  /** What stands here once all is reviewed. */
  nothingLeft: string;
  nowMs: number;
}

const JUDGEMENTS = [
  { value: null, name: 'Not judged' },
  { value: true, name: 'Hallucinated' },
  { value: false, name: 'Grounded' },
] as const;

/** Enter on a button outside the desk presses that button. */
function readKey({ key, target }: PressedKey): PageKey<DeskCommand> | null {
  const isElsewhere =
    target instanceof Element &&
    target.closest('button, a, summary, input') !== null &&
    target.closest('[data-desk]') === null;
  const command = key === 'Enter' && isElsewhere ? null : readDeskKey(key);
  return command === null ? null : { command, isAlwaysOn: false };
}

/** One drawn run after the other: read it, press a number, Enter. */
export function ReviewDesk({ id, items, patterns, nothingLeft, nowMs }: ReviewDeskProps) {
  const desk = useDesk(id, items);
  const pattern = useRef<HTMLInputElement>(null);
  const { draft, heldBack } = desk.state;
  const [isOn, setIsOn] = usePageKeys(readKey, (command) => {
    if (command.kind === 'undo') desk.undo();
    else if (desk.item === null) return false;
    else if (command.kind === 'verdict') desk.say({ verdict: command.verdict });
    else if (command.kind === 'pattern') pattern.current?.focus();
    else if (command.kind === 'finish') return desk.finish();
    else desk[command.kind]();
    return true;
  });
  return (
    <section className={styles.desk} aria-labelledby="desk-title" data-desk>
      <header className={styles.head}>
        <h2 id="desk-title">{desk.item === null ? 'Nothing to review' : 'Review this run'}</h2>
        <p role="status" className={styles.count}>
          {desk.item === null ? '' : `${formatPlural(desk.waiting, 'run')} to review`}
        </p>
      </header>
      {desk.fault !== null && (
        <p className={styles.fault} role="alert">
          {desk.fault}
        </p>
      )}
      {heldBack !== null && (
        <p className={styles.undo}>
          <span>{VERDICT_WORDS[heldBack.verdict]}: sent in a moment.</span>
          <button type="button" onClick={desk.undo}>
            <IconArrowBackUp size={15} aria-hidden="true" /> Undo <kbd>u</kbd>
          </button>
        </p>
      )}
      {desk.item === null ? (
        <p className={styles.none}>{nothingLeft}</p>
      ) : (
        <>
          <AuditRunCard run={buildAuditRun(desk.item, nowMs)} />
          <form
            className={styles.form}
            onSubmit={(event) => {
              event.preventDefault();
              if (desk.finish()) pattern.current?.blur();
            }}
          >
            <div className={styles.group} role="group" aria-label="Verdict">
              {REVIEW_VERDICTS.map((verdict, index) => (
                <button
                  key={verdict}
                  type="button"
                  className={styles.choice}
                  data-verdict={verdict}
                  aria-pressed={draft.verdict === verdict}
                  onClick={() => desk.say({ verdict })}
                >
                  <kbd>{index + 1}</kbd> {VERDICT_WORDS[verdict]}
                </button>
              ))}
            </div>
            <div className={styles.group} role="group" aria-label="Hallucination">
              <kbd>h</kbd>
              {JUDGEMENTS.map(({ value, name }) => (
                <button
                  key={name}
                  type="button"
                  className={styles.choice}
                  aria-pressed={draft.hallucination === value}
                  onClick={() => desk.say({ hallucination: value })}
                >
                  {name}
                </button>
              ))}
            </div>
            <label className={styles.pattern}>
              <span>
                <kbd>p</kbd> Failure pattern, if there is one
              </span>
              <input
                ref={pattern}
                list="known-patterns"
                maxLength={256}
                autoComplete="off"
                value={draft.pattern}
                onChange={(event) => desk.say({ pattern: event.currentTarget.value })}
                onKeyDown={(event) => {
                  if (event.key === 'Escape') event.currentTarget.blur();
                }}
              />
              <datalist id="known-patterns">
                {patterns.map((one) => (
                  <option key={one.pattern} value={one.pattern} />
                ))}
              </datalist>
            </label>
            <div className={styles.send}>
              <Button type="submit" disabled={draft.verdict === null}>
                Done, next one
              </Button>
              <Button type="button" variant="default" onClick={desk.skip}>
                Skip for now
              </Button>
              <span className={styles.hint}>
                <kbd>Enter</kbd> done · <kbd>s</kbd> skip · <kbd>u</kbd> undo
              </span>
            </div>
          </form>
        </>
      )}
      <label className={styles.switch}>
        <input
          type="checkbox"
          checked={isOn}
          onChange={(event) => setIsOn(event.currentTarget.checked)}
        />
        Single keys work on the whole page
      </label>
    </section>
  );
}
