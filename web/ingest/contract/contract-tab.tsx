import { Link } from '@tanstack/react-router';
import { useEffect, useMemo } from 'react';
import { CopyButton } from '../../parts/copy-button.tsx';
import type { IngestSearch } from '../ingest-search.ts';
import { buildContract, type ContractKind } from './build-contract.ts';
import styles from './contract-tab.module.css';
import { FieldTable } from './field-table.tsx';

const idOf = (kind: string): string => `kind-${kind}`;

/** What may be sent: read out of the schema that checks every event. */
export function ContractTab({ search }: { search: IngestSearch }) {
  const contract = useMemo(() => buildContract(), []);
  const open = contract.kinds.find(({ kind }) => kind === search.kind)?.kind;
  useEffect(() => {
    if (open !== undefined) document.getElementById(idOf(open))?.scrollIntoView();
  }, [open]);
  return (
    <div className={styles.columns}>
      <nav className={styles.kinds} aria-label="Kinds of event" data-print="off">
        <ul>
          {contract.kinds.map(({ kind }) => (
            <li key={kind}>
              <Link
                to="/ingest"
                search={{ tab: 'contract', kind }}
                replace
                resetScroll={false}
                activeProps={{}}
                className={styles.kind}
                aria-current={kind === open ? 'true' : undefined}
                onClick={() => document.getElementById(idOf(kind))?.scrollIntoView()}
              >
                {kind}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <div className={styles.main}>
        <section className={styles.part} aria-labelledby="contract-title">
          <h2 id="contract-title">Data contract, version {contract.version}</h2>
          <p className={styles.lead}>
            These rules check each event that comes in, whichever way it comes. A field that is
            absent or null is not known; it never counts as 0. A field that is not listed is
            refused.
          </p>
          <h3 className={styles.subtitle}>Fields of every event</h3>
          <FieldTable fields={contract.shared} name="Fields of every event" />
        </section>
        {contract.kinds.map((kind) => (
          <Kind key={kind.kind} kind={kind} />
        ))}
      </div>
    </div>
  );
}

function Kind({ kind: { kind, is, feeds, fields, example } }: { kind: ContractKind }) {
  return (
    <section className={styles.part} id={idOf(kind)} aria-labelledby={`${idOf(kind)}-title`}>
      <h2 id={`${idOf(kind)}-title`} className={styles.name}>
        {kind}
      </h2>
      <p className={styles.lead}>
        {is} Feeds {feeds}.
      </p>
      <FieldTable fields={fields} name={`Fields of ${kind}`} />
      <div className={styles.example}>
        <CopyButton text={example} name={`${kind} example`} />
        <pre tabIndex={0} aria-label={`Example of ${kind}`} role="region">
          <code>{example}</code>
        </pre>
      </div>
    </section>
  );
}
