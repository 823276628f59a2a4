import { findCard, findIban, findIp, findPhone, type Found } from './redact-numbers.ts';
import { DETECTORS, type Detector } from './redaction-rules.ts';

/**
 * Where something that is looked for may stand. Every quantifier is bounded, so each place in a text
 * costs at most a constant: no text makes a scan slower than its length.
 */
interface Pattern {
  readonly detector: Detector;
  /** Without one of these a text can't hold it; a quick look that spares most texts the scan. */
  readonly needs: RegExp;
  readonly shape: RegExp;
  /** What a match may not follow directly, as the end of a longer word or number. */
  readonly notAfter?: RegExp;
  /** What of a match is to be replaced; null where it only looked like it. */
  readonly judge: (match: RegExpExecArray) => Found | null;
}

const WORD_END = /[A-Za-z0-9]$/;

const whole = ([text]: RegExpExecArray): Found => [0, text.length];

/** A key is random; small letters alone are a name such as `sk_search_documents`. */
const random = (match: RegExpExecArray): Found | null =>
  /^[a-z_-]+$/.test(match[0]) ? null : whole(match);

/** The group of a match; what stands around it only announces it. */
function announced(match: RegExpExecArray): Found {
  const [text, secret = ''] = match;
  const start = text.lastIndexOf(secret);
  return [start, start + secret.length];
}

const LONG_WORD = 16;
/** The same, unless it is a word of plain language. */
function announcedKey(match: RegExpExecArray): Found | null {
  const [, key = ''] = match;
  return /\d/.test(key) || key.length >= LONG_WORD ? announced(match) : null;
}

const SECRET_SHAPES = [
  // Keys of OpenAI, Anthropic, Stripe, Bellwether, GitHub, GitLab, Slack, Google, Hugging Face, npm.
  String.raw`(?:sk|rk)[-_][A-Za-z0-9_-]{12,512}`,
  String.raw`bw_[a-z0-9]{6,64}_[A-Za-z0-9_-]{12,128}`,
  String.raw`(?:gh[opsur]|github_pat|hf|npm|glpat|xox[abeoprs])[-_][A-Za-z0-9_-]{16,256}`,
  String.raw`(?:AKIA|ASIA)[A-Z0-9]{16}`,
  String.raw`AIza[A-Za-z0-9_-]{30,64}`,
  // A JSON Web Token.
  String.raw`(?<![A-Za-z0-9])eyJ[A-Za-z0-9_-]{8,4096}\.[A-Za-z0-9_-]{4,4096}(?:\.[A-Za-z0-9_-]{0,4096})?`,
];

const PATTERNS: readonly Pattern[] = [
  {
    detector: 'secret',
    needs: /sk|rk|bw_|gh|hf|npm|glpat|xox|AKIA|ASIA|AIza|eyJ/,
    shape: new RegExp(`(?:${SECRET_SHAPES.join('|')})`, 'g'),
    notAfter: WORD_END,
    judge: random,
  },
  {
    detector: 'secret',
    needs: /bearer|basic|api-key/i,
    shape:
      /(?:bearer |(?:bearer|authorization|api-key)["']? ?[:=] ?["']?(?:basic )?)([A-Za-z0-9._~+/=-]{8,4096})/gi,
    notAfter: WORD_END,
    judge: announcedKey,
  },
  {
    detector: 'secret',
    needs: /:\/\//,
    shape: /:\/\/([^\s:/?#@[\]"'<>]{0,128}:[^\s/?#@[\]"'<>]{1,256})@/g,
    judge: announced,
  },
  {
    detector: 'secret',
    needs: /PRIVATE KEY/,
    shape:
      /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----(?:[^-]|-(?!----)){1,8192}(?:-----END [A-Z ]{0,30}PRIVATE KEY-----)?/g,
    judge: whole,
  },
  {
    detector: 'email',
    needs: /@/,
    shape:
      /[\p{L}\p{N}._%+'-]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,62}[\p{L}\p{N}])?\.){1,8}\p{L}[\p{L}\p{N}-]{1,62}/gu,
    judge: whole,
  },
  {
    detector: 'iban',
    needs: /[A-Za-z]{2}\d\d/,
    shape: /[A-Za-z]{2}\d\d(?: ?[A-Za-z0-9]){11,31}/g,
    notAfter: WORD_END,
    judge: findIban,
  },
  {
    detector: 'card',
    needs: /\d[ -]?\d[ -]?\d[ -]?\d/,
    shape: /(?<!\d)\d(?:[ -]?\d){12,18}(?![A-Za-z0-9])/g,
    notAfter: WORD_END,
    judge: findCard,
  },
  {
    detector: 'ip',
    needs: /[0-9A-Fa-f][.:]|::/,
    shape:
      /(?<!\d)\d{1,3}(?:\.\d{1,3}){3}(?!\.?[A-Za-z0-9])|[0-9A-Fa-f:]{3,39}(?:\d{0,3}(?:\.\d{1,3}){3})?(?![A-Za-z0-9:])/g,
    notAfter: /[A-Za-z0-9.:]$/,
    judge: findIp,
  },
  {
    detector: 'phone',
    needs: /\d[\d ./()-]{5}/,
    shape: /(?:[+(]|(?<!\d)\d)[0-9 ./()-]{6,24}(?<=\d)(?![A-Za-z0-9_]|[.-][A-Za-z0-9])/g,
    notAfter: /[A-Za-z0-9_.-]$|\d:$/,
    judge: findPhone,
  },
];

/** How far back `notAfter` looks. */
const LOOK_BACK = 2;

function scan(text: string, { shape, judge, detector, notAfter }: Pattern): string {
  let done = 0;
  let result = '';
  shape.lastIndex = 0;
  for (let match = shape.exec(text); match; match = shape.exec(text)) {
    const { index } = match;
    // Right after something that was replaced anything may stand, as it may in the result.
    const isInside =
      index > done && notAfter?.test(text.slice(Math.max(done, index - LOOK_BACK), index));
    const found = isInside ? null : judge(match);
    if (!found) {
      shape.lastIndex = index + 1;
      continue;
    }
    const [start, end] = found;
    result += `${text.slice(done, index + start)}[${detector}]`;
    done = index + end;
    shape.lastIndex = done;
  }
  return done === 0 ? text : result + text.slice(done);
}

/** What is found may have hidden its neighbour; nothing real hides behind more than a few. */
const MAX_PASSES = 8;

/** Replaces what the detectors find. */
export type RedactText = (text: string) => string;

/** Detectors ready to run, in an order of their own; the same text again once nothing is left to find. */
export function compileDetectors(detect: readonly Detector[]): RedactText {
  const wanted = new Set(detect);
  const patterns = PATTERNS.filter(({ detector }) => wanted.has(detector));
  const pass = (text: string): string =>
    patterns.reduce((left, one) => (one.needs.test(left) ? scan(left, one) : left), text);
  return (text) => {
    let before = text;
    for (let passes = 0; passes < MAX_PASSES; passes += 1) {
      const after = pass(before);
      if (after === before) return after;
      before = after;
    }
    return before;
  };
}

/** All detectors; what a caller without rules of its own may use. */
export const redactEverything: RedactText = compileDetectors(DETECTORS);
