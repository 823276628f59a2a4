import type { DecisionMemo } from './memo.ts';

/** Every character that Markdown, or the HTML inside it, gives a meaning anywhere in a line. */
const MEANING = /[\\`*_[\]<>|#~&@$^]/g;

/**
 * Text that nobody vouches for, so that Markdown shows it letter by letter on one line: no markup, no links
 * (bare addresses included), no HTML, no list.
 * @example escapeMarkdown('[x](y)') // '\\[x\\](y)'
 */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\s\u0085\u2028\u2029]+/g, ' ')
    .trim()
    .replace(MEANING, (sign) => `\\${sign}`)
    .replace(/:(?=\/\/)/g, '\\:')
    .replace(/\bwww\./gi, (start) => `${start.slice(0, -1)}\\.`)
    .replace(/^[-+=]|^(\d+)(?=[.)])/, (start, digits?: string) =>
      digits === undefined ? `\\${start}` : `${digits}\\`,
    );
}

type Line = DecisionMemo['terms'][number];

/** A memo as Markdown, one page; every text of people and telemetry in it is escaped. */
export function writeMemoMarkdown(memo: DecisionMemo): string {
  const { evidence } = memo;
  const said = escapeMarkdown;
  return [
    `# ${said(memo.headline)}`,
    `Decision ${said(memo.id)}, ${said(memo.state)}.`,
    ...section('Workload', lines(memo.workload)),
    ...section('Owners', lines(memo.owners), 'Nobody is named.'),
    ...section('Business case', lines(memo.business_case), 'None is on record.'),
    ...section('Evidence', [
      said(evidence.sentence),
      `Assessed ${said(evidence.at)} under policy ${said(evidence.policy)}.`,
      evidence.axes
        .map(({ axis, state, because }) => `- **${said(axis)}**: ${said(state)}. ${said(because)}`)
        .join('\n'),
      signalTable(evidence.signals),
      ...(evidence.blocked_by.length === 0
        ? []
        : [`In the way of scale: ${evidence.blocked_by.map(said).join(', ')}.`]),
    ]),
    ...section('What would change it', bullets(memo.what_would_change_it), 'Nothing is known to.'),
    ...section('Reason', memo.reason === '' ? [] : [said(memo.reason)], 'None was given.'),
    ...section('Conditions', bullets(memo.conditions), 'None.'),
    ...section('Terms', lines(memo.terms)),
    ...section('Signatures', [...signatures(memo), ...missing(memo)], 'None yet.'),
    ...(memo.score === null ? [] : section('What became of it', [said(memo.score)])),
    `Evidence hash: \`${memo.evidence_hash.replace(/[^0-9a-f]/g, '')}\``,
  ]
    .join('\n\n')
    .concat('\n');
}

const section = (title: string, parts: readonly string[], otherwise = ''): string[] => {
  const body = parts.filter((part) => part !== '');
  const shown = body.length > 0 ? body : [otherwise];
  return [`## ${title}`, ...shown];
};

const bullets = (texts: readonly string[]): string[] =>
  texts.length === 0 ? [] : [texts.map((text) => `- ${escapeMarkdown(text)}`).join('\n')];

const lines = (all: readonly Line[]): string[] =>
  all.length === 0
    ? []
    : [
        all
          .map(({ name, value }) => `- **${escapeMarkdown(name)}**: ${escapeMarkdown(value)}`)
          .join('\n'),
      ];

const row = (cells: readonly string[]): string => `| ${cells.map(escapeMarkdown).join(' | ')} |`;

function signalTable(signals: DecisionMemo['evidence']['signals']): string {
  if (signals.length === 0) return '';
  const rows = signals.map(({ signal, value, interval, limit, status, sample }) =>
    row([signal, value, interval, limit, status, sample]),
  );
  return [
    row(['Required signal', 'Value', 'Interval', 'Limit', 'Status', 'Sample']),
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

const signatures = ({ signatures: all }: DecisionMemo): string[] =>
  all.length === 0
    ? []
    : [
        all
          .map(({ name, capacity, at, note }) => {
            const remark = note === '' ? '' : `: ${escapeMarkdown(note)}`;
            return `- ${escapeMarkdown(name)}, ${escapeMarkdown(capacity)}, ${escapeMarkdown(at)}${remark}`;
          })
          .join('\n'),
      ];

const missing = ({ missing: all }: DecisionMemo): string[] =>
  all.length === 0 ? [] : [`Still to sign: ${all.map(escapeMarkdown).join('; ')}.`];
