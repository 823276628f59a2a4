import { Button } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { RouteDraft } from './route-draft.ts';
import { RouteFields } from './route-fields.tsx';
import styles from './routes-panel.module.css';
import { tellHow, tellWhere, tellWho } from './tell-route.ts';

interface RouteLineProps {
  route: RouteDraft;
  index: number;
  count: number;
  receivers: readonly string[];
  isEdited: boolean;
  mayChange: boolean;
  faults: Readonly<Record<string, string>>;
  onEdit: () => void;
  onChange: (route: RouteDraft) => void;
  onMove: (by: number) => void;
  onRemove: () => void;
}

/** One route as a sentence, and its fields while it is edited. */
export function RouteLine(props: RouteLineProps) {
  const { route, index, count, receivers, isEdited, mayChange, faults } = props;
  const { onEdit, onChange, onMove, onRemove } = props;
  const number = index + 1;
  const hasFault = Object.keys(faults).some((path) => path.startsWith(`routes.${index}.`));
  return (
    <li className={styles.route} data-fault={hasFault}>
      <div className={styles.line}>
        <span className={styles.number} aria-hidden="true">
          {number}
        </span>
        <div className={styles.sentence}>
          <p>
            {tellWho(route, number === count)}{' '}
            <strong className={styles.where}>{tellWhere(route)}</strong>
          </p>
          <p className={styles.quiet}>{tellHow(route)}</p>
        </div>
        {mayChange && (
          <div className={styles.acts} data-print="off">
            <button
              type="button"
              id={`route-${route.key}-up`}
              className={styles.icon}
              aria-label={`Move route ${number} up`}
              disabled={index === 0}
              onClick={() => onMove(-1)}
            >
              <IconArrowUp size={16} aria-hidden="true" />
            </button>
            <button
              type="button"
              id={`route-${route.key}-down`}
              className={styles.icon}
              aria-label={`Move route ${number} down`}
              disabled={number === count}
              onClick={() => onMove(1)}
            >
              <IconArrowDown size={16} aria-hidden="true" />
            </button>
            <Button
              variant="default"
              size="xs"
              aria-expanded={isEdited}
              aria-label={`Edit route ${number}`}
              onClick={onEdit}
            >
              Edit
            </Button>
            <Button
              variant="default"
              size="xs"
              aria-label={`Remove route ${number}`}
              onClick={onRemove}
            >
              Remove
            </Button>
          </div>
        )}
      </div>
      {isEdited && (
        <RouteFields
          route={route}
          path={`routes.${index}`}
          receivers={receivers}
          faults={faults}
          onChange={onChange}
        />
      )}
    </li>
  );
}
