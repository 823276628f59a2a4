import { posix } from 'node:path';

const LINK = /!?\[[^\]]*\]\(([^)\s]+)(?:\s+"[^"]*")?\)|<(?:img|a)\b[^>]*?\b(?:src|href)="([^"]+)"/g;
const CODE_FENCE = /^(```|~~~)[\s\S]*?^\1/gm;
const INLINE_CODE = /`([^`\n]+)`/g;
const OUTSIDE = /^(?:[a-z][a-z+.-]*:|\/\/)/i;
const REPOSITORY_PATH =
  /^(?:core|signals|store|ingest|alerts|decisions|server|web|tests|docs|scripts|\.ci)\/[\w./{}<>*-]*$/;
/** From here on a path stands for several files. */
const PLACEHOLDER = /[{}<>*]/;

/** A place in the repository that a document names. */
export interface Target {
  /** As written. */
  readonly text: string;
  /** Relative to the repository, without a fragment. */
  readonly path: string;
  /** The part after `#`; null for none. */
  readonly fragment: string | null;
}

/** Everything in the repository that a document links to or names as `room/file`. */
export function targetsOf(document: string, markdown: string): Target[] {
  const prose = markdown.replaceAll(CODE_FENCE, '');
  const links = [...prose.replaceAll(INLINE_CODE, '').matchAll(LINK)]
    .map(([, markdownTarget, htmlTarget]) => markdownTarget ?? htmlTarget ?? '')
    .filter((target) => !OUTSIDE.test(target))
    .map((target) => linkTarget(document, target));
  const names = [...prose.matchAll(INLINE_CODE)]
    .map(([, code = '']) => code)
    .filter((code) => REPOSITORY_PATH.test(code))
    .map((code) => ({ text: code, path: beforePlaceholder(code), fragment: null }));
  return [...links, ...names];
}

function linkTarget(document: string, target: string): Target {
  const [file = '', fragment = null] = target.split('#', 2);
  const path = file === '' ? document : posix.join(posix.dirname(document), decodeURI(file));
  return { text: target, path, fragment };
}

function beforePlaceholder(path: string): string {
  const parts = path.split('/');
  const first = parts.findIndex((part) => PLACEHOLDER.test(part));
  return first === -1 ? path : parts.slice(0, first).join('/');
}

/** The fragments under which a document's headings can be reached, as code hosts make them. */
export function fragmentsOf(markdown: string): Set<string> {
  const headings = markdown.replaceAll(CODE_FENCE, '').matchAll(/^#{1,6}\s+(.+)$/gm);
  return new Set(
    [...headings].map(([, heading = '']) =>
      heading
        .trim()
        .toLowerCase()
        .replaceAll(/[^\p{Letter}\p{Number}\s_-]/gu, '')
        .replaceAll(/\s/g, '-'),
    ),
  );
}
