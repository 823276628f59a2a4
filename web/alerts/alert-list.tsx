import { Link } from '@tanstack/react-router';
import { formatCount, formatPlural } from '../format/number.ts';
import { AlertLine } from './alert-line.tsx';
import styles from './alert-list.module.css';
import { type GroupedBy } from './alerts-search.ts';
import { SEVERITIES } from './severities.ts';
import type { AlertGroup } from './build-alert-groups.ts';
import type { AlertRow } from './build-alert-row.ts';
import { SeverityIcon } from './severity-mark.tsx';
import { SEVERITY_WORDS } from './severity-words.ts';

/** A group and as much of it as is shown. */
export interface ShownGroup {
  readonly group: AlertGroup;
  readonly shown: readonly AlertRow[];
}

interface AlertListProps {
  groups: readonly ShownGroup[];
  by: GroupedBy;
  /** The line that Tab leads to. */
  focused: string | null;
  chosen: ReadonlySet<string>;
  opened: string | undefined;
  /** Groups that were asked to show all they hold. */
  expanded: ReadonlySet<string>;
  onFocus: (id: string) => void;
  onToggle: (id: string) => void;
  onOpen: (id: string) => void;
  onExpand: (key: string) => void;
  onToggleGroup: (group: AlertGroup) => void;
}

/** Alerts in groups: one grid, in which Tab stops once. */
export function AlertList(props: AlertListProps) {
  const { groups, by, focused, chosen, opened, expanded } = props;
  const { onFocus, onToggle, onOpen, onExpand, onToggleGroup } = props;
  return (
    <div className={styles.list} role="grid" aria-label="Alerts" aria-multiselectable="true">
      {groups.map(({ group, shown }) => (
        <div key={group.key} className={styles.group} role="rowgroup" aria-label={group.title}>
          <GroupHead
            group={group}
            by={by}
            shown={shown.length}
            isExpanded={expanded.has(group.key)}
            isCurrent={shown.some(({ id }) => id === focused)}
            isChosen={group.rows.every(({ id }) => chosen.has(id))}
            onExpand={onExpand}
            onToggle={onToggleGroup}
          />
          {shown.map((row) => (
            <AlertLine
              key={row.id}
              row={row}
              by={by}
              hasFocus={row.id === focused}
              isChosen={chosen.has(row.id)}
              isOpen={row.id === opened}
              onFocus={onFocus}
              onToggle={onToggle}
              onOpen={onOpen}
            />
          ))}
        </div>
      ))}
    </div>
  );
}

interface GroupHeadProps {
  group: AlertGroup;
  by: GroupedBy;
  /** How many of its alerts are shown. */
  shown: number;
  isExpanded: boolean;
  /** Whether Tab leads into it: the group of the line that has focus. */
  isCurrent: boolean;
  isChosen: boolean;
  onExpand: (key: string) => void;
  onToggle: (group: AlertGroup) => void;
}

function GroupHead(props: GroupHeadProps) {
  const { group, by, shown, isExpanded, isCurrent, isChosen, onExpand, onToggle } = props;
  const { key, title, counts, rows, untaken } = group;
  const tabIndex = isCurrent ? 0 : -1;
  return (
    <div role="row" className={styles.head}>
      <span role="gridcell" className={styles.check} data-print="off">
        <input
          type="checkbox"
          tabIndex={tabIndex}
          aria-label={`Select all of ${title}`}
          checked={isChosen}
          onChange={() => onToggle(group)}
        />
      </span>
      <span role="gridcell" className={styles.title}>
        <h2>
          {by === 'workload' ? (
            <Link to="/w/$id" params={{ id: key }} tabIndex={tabIndex}>
              {title}
            </Link>
          ) : by === 'rule' ? (
            <Link to="/rules" search={{ rule: key }} tabIndex={tabIndex}>
              {title}
            </Link>
          ) : (
            title
          )}
        </h2>
      </span>
      <span role="gridcell" className={styles.counts}>
        {by !== 'severity' &&
          SEVERITIES.filter((severity) => counts[severity] > 0).map((severity) => (
            <span key={severity} className={styles.count} data-severity={severity}>
              <SeverityIcon severity={severity} size={13} />
              {formatCount(counts[severity])}
              <span className="hidden-visually"> {SEVERITY_WORDS[severity].word}</span>
            </span>
          ))}
        <span className={styles.untaken}>
          {by === 'severity' && `${formatPlural(rows.length, 'alert')}, `}
          {untaken === 0 ? 'all in hand' : `${formatCount(untaken)} not taken`}
        </span>
        {(shown < rows.length || isExpanded) && (
          <button
            type="button"
            className={styles.more}
            tabIndex={tabIndex}
            aria-expanded={isExpanded}
            onClick={() => onExpand(key)}
          >
            {isExpanded ? 'Show fewer' : `Show all ${formatCount(rows.length)}`}
            <span className="hidden-visually"> of {title}</span>
          </button>
        )}
      </span>
    </div>
  );
}
