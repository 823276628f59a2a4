import type { ReactNode } from 'react';
import type { DecisionMemo } from '../../decisions/signing/memo.ts';
import { formatInstant, instantMs } from '../format/time.ts';
import styles from './memo.module.css';

/** The memo as it is printed: black on white, one page of A4 for most. */
export function MemoView({ memo }: { memo: DecisionMemo }) {
  const { evidence } = memo;
  return (
    <article className={styles.sheet} aria-labelledby="memo-title">
      <header className={styles.head}>
        <p className={styles.kind}>Decision memo, {memo.state}</p>
        <h1 id="memo-title" tabIndex={-1}>
          {memo.headline}
        </h1>
        <p className={styles.quiet}>{memo.id}</p>
      </header>
      <div className={styles.columns}>
        <Section title="Workload">
          <Lines lines={memo.workload} />
        </Section>
        <Section title="Business case">
          <Lines lines={memo.business_case} otherwise="None is on record." />
        </Section>
        <Section title="Owners">
          <Lines lines={memo.owners} otherwise="Nobody is named." />
        </Section>
        <Section title="Terms">
          <Lines lines={memo.terms} />
        </Section>
      </div>
      <Section title="Evidence">
        <p>{evidence.sentence}</p>
        <p className={styles.quiet}>
          Assessed {formatInstant(instantMs(evidence.at))} under policy {evidence.policy}.
        </p>
        <ul className={styles.axes}>
          {evidence.axes.map(({ axis, state, because }) => (
            <li key={axis}>
              <strong>{axis}</strong> {state}: {because}
            </li>
          ))}
        </ul>
        <SignalTable signals={evidence.signals} />
        {evidence.blocked_by.length > 0 && (
          <p>In the way of scale: {evidence.blocked_by.join(', ')}.</p>
        )}
      </Section>
      <Section title="What would change it">
        <Bullets texts={memo.what_would_change_it} otherwise="Nothing is known to." />
      </Section>
      <div className={styles.columns}>
        <Section title="Reason">
          <p>{memo.reason === '' ? 'None was given.' : memo.reason}</p>
        </Section>
        <Section title="Conditions">
          <Bullets texts={memo.conditions} otherwise="None." />
        </Section>
      </div>
      <Section title="Signatures">
        <Signatures memo={memo} />
      </Section>
      {memo.score !== null && (
        <Section title="What became of it">
          <p>{memo.score}</p>
        </Section>
      )}
      <p className={styles.hash}>Evidence {memo.evidence_hash}</p>
    </article>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.section}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function Lines({ lines, otherwise = '' }: { lines: DecisionMemo['terms']; otherwise?: string }) {
  if (lines.length === 0) return <p className={styles.quiet}>{otherwise}</p>;
  return (
    <dl className={styles.lines}>
      {lines.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Bullets({ texts, otherwise }: { texts: readonly string[]; otherwise: string }) {
  if (texts.length === 0) return <p className={styles.quiet}>{otherwise}</p>;
  return (
    <ul className={styles.bullets}>
      {texts.map((text, index) => (
        <li key={index}>{text}</li>
      ))}
    </ul>
  );
}

function SignalTable({ signals }: { signals: DecisionMemo['evidence']['signals'] }) {
  if (signals.length === 0) return <p className={styles.quiet}>No signal is required.</p>;
  return (
    <table className={styles.signals}>
      <thead>
        <tr>
          <th scope="col">Required signal</th>
          <th scope="col">Value</th>
          <th scope="col">Interval</th>
          <th scope="col">Limit</th>
          <th scope="col">Status</th>
          <th scope="col">Sample</th>
        </tr>
      </thead>
      <tbody>
        {signals.map((one) => (
          <tr key={one.signal}>
            <th scope="row">{one.signal}</th>
            <td data-name="Value">{one.value}</td>
            <td data-name="Interval">{one.interval === '' ? 'none' : one.interval}</td>
            <td data-name="Limit">{one.limit === '' ? 'none' : one.limit}</td>
            <td data-name="Status">{one.status}</td>
            <td data-name="Sample">{one.sample}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Signatures({ memo: { signatures, missing } }: { memo: DecisionMemo }) {
  return (
    <>
      <ul className={styles.signatures}>
        {signatures.map(({ name, capacity, at, note }) => (
          <li key={at + name}>
            <strong>{name}</strong>, {capacity}
            <span className={styles.quiet}> {formatInstant(instantMs(at))}</span>
            {note !== '' && <p>{note}</p>}
          </li>
        ))}
        {missing.map((words) => (
          <li key={words} className={styles.open}>
            Still to sign: {words}
          </li>
        ))}
      </ul>
      {signatures.length === 0 && missing.length === 0 && (
        <p className={styles.quiet}>Nobody signed it.</p>
      )}
    </>
  );
}
