import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { AlertItem } from '../api/alert-queries.ts';
import type { RoutesDocument } from '../api/receiver-queries.ts';
import { useMay } from '../api/use-may.ts';
import { InhibitionList } from './inhibition-list.tsx';
import { addRoute, moveItem, writeDraft, type RouteDraft } from './route-draft.ts';
import { RouteLine } from './route-line.tsx';
import { RoutePreview } from './route-preview.tsx';
import styles from './routes-panel.module.css';
import { SaveRoutes } from './save-routes.tsx';

interface RoutesEditorProps {
  document: RoutesDocument;
  version: number;
  /** Ids of those that can be told; null while they are not known. */
  receivers: readonly string[] | null;
  open: readonly AlertItem[] | undefined;
  alert: string | undefined;
  onAlert: (alert: string | undefined) => void;
}

/** Brings focus to the button that has moved with its route. */
function focusMove(key: string, by: number): void {
  requestAnimationFrame(() => {
    const name = by < 0 ? 'up' : 'down';
    const moved = document.getElementById(`route-${key}-${name}`);
    const other = document.getElementById(`route-${key}-${by < 0 ? 'down' : 'up'}`);
    (moved instanceof HTMLButtonElement && !moved.disabled ? moved : other)?.focus();
  });
}

/** The routes being changed; nothing is kept before it is saved as a whole. */
export function RoutesEditor(props: RoutesEditorProps) {
  const { document: kept, version, receivers, open, alert, onAlert } = props;
  const [start] = useState(() => writeDraft(kept));
  const [draft, setDraft] = useState(start);
  const [faults, setFaults] = useState<Readonly<Record<string, string>>>({});
  const [edited, setEdited] = useState<string | null>(null);
  const { routes, inhibit } = draft;
  const mayChange = useMay('write');
  const setRoutes = (next: readonly RouteDraft[]): void => setDraft({ ...draft, routes: next });
  function add(): void {
    const key = `new-${Date.now()}`;
    setDraft(addRoute(draft, key, receivers?.[0] ?? null));
    setEdited(key);
  }
  return (
    <>
      {routes.length === 0 && (
        <p className={styles.none}>
          There is no route yet, so nobody is told of anything.{' '}
          {receivers?.length === 0 ? (
            <>
              First{' '}
              <Link to="/settings" search={{ tab: 'receivers' }}>
                add a receiver
              </Link>
              : who can be told.
            </>
          ) : (
            'Add one that takes every alert; finer ones can come before it.'
          )}
        </p>
      )}
      {routes.length > 0 && (
        <ol className={styles.list} aria-label="Routes in the order they are asked">
          {routes.map((route, index) => (
            <RouteLine
              key={route.key}
              route={route}
              index={index}
              count={routes.length}
              receivers={receivers ?? []}
              isEdited={edited === route.key}
              mayChange={mayChange}
              faults={faults}
              onEdit={() => setEdited(edited === route.key ? null : route.key)}
              onChange={(next) =>
                setRoutes(routes.map((one) => (one.key === route.key ? next : one)))
              }
              onMove={(by) => {
                setRoutes(moveItem(routes, index, by));
                focusMove(route.key, by);
              }}
              onRemove={() => setRoutes(routes.filter(({ key }) => key !== route.key))}
            />
          ))}
        </ol>
      )}
      {mayChange ? (
        <div>
          <Button
            variant={routes.length === 0 ? 'filled' : 'default'}
            size="sm"
            leftSection={<IconPlus size={16} aria-hidden="true" />}
            onClick={add}
          >
            Add a route
          </Button>
        </div>
      ) : (
        <p className={styles.quiet}>
          You may read the routes; changing them needs the right to write.
        </p>
      )}
      <RoutePreview draft={draft} open={open} alert={alert} onAlert={onAlert} />
      <InhibitionList
        inhibitions={inhibit}
        faults={faults}
        mayChange={mayChange}
        onChange={(next) => setDraft({ ...draft, inhibit: next })}
      />
      <SaveRoutes
        draft={draft}
        isChanged={draft !== start}
        version={version}
        faults={faults}
        onFaults={setFaults}
        onReset={() => {
          setDraft(start);
          setFaults({});
          setEdited(null);
        }}
      />
    </>
  );
}
