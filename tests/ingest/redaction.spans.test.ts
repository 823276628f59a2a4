import { expect, it } from 'vitest';
import { PRICE_DEFAULTS, compilePriceOverrides } from '../../ingest/price-overrides.ts';
import { createRedactor } from '../../ingest/redactor.ts';
import { NO_REDACTION } from '../../ingest/redaction-rules.ts';
import { open, temporaryFolder } from './support.ts';
import { sendSpans, span } from './trace-spans.ts';

const MAIL = 'jo@example.com';

it('spans are redacted before they are written, and so are the runs they make', async () => {
  const rules = {
    ...NO_REDACTION,
    detect: ['email' as const],
    fields: { drop: ['segment' as const, 'user' as const], hash: ['conversation' as const] },
  };
  const redactor = createRedactor(rules, (text) => text.length.toString().padStart(32, '0'));
  const { ingest, target } = await open(await temporaryFolder(), { redactor: () => redactor });
  const sent = span('01', { error: `no ${MAIL}`, segment: MAIL, conversation: MAIL, user: MAIL });
  await sendSpans(ingest, [sent]);
  await ingest.flush();
  const written = {
    error: 'no [email]',
    segment: '',
    user_hash: '',
    trace_id: sent.trace_id,
    conversation: expect.stringMatching(/^hash:/),
  };
  expect(target.rows('spans')).toMatchObject([{ ...written, ts: sent.tsMs }]);
  expect(target.rows('runs')).toMatchObject([written]);
});

it('a span is looked through once', async () => {
  const rules = { ...NO_REDACTION, detect: ['email' as const] };
  const redactor = createRedactor(rules, () => '') ?? expect.fail('there are rules');
  const looked: unknown[] = [];
  const counting: typeof redactor = {
    ...redactor,
    redactFields(fields, absent) {
      looked.push(fields);
      return redactor.redactFields(fields, absent);
    },
  };
  const { ingest } = await open(await temporaryFolder(), { redactor: () => counting });
  const sent = span('01');
  await sendSpans(ingest, [sent]);
  await sendSpans(ingest, [sent]);
  expect(looked).toEqual([sent]);
});

it('calls in a trace are priced by the prices that people set', async () => {
  const prices = compilePriceOverrides([
    {
      ...PRICE_DEFAULTS,
      id: 'p',
      model: 'ours',
      from: '2026-01-01',
      input_usd_per_mtok: 1,
      output_usd_per_mtok: 2,
      request_usd: 0.25,
    },
  ]);
  const { ingest, target } = await open(await temporaryFolder(), { priceOverrides: () => prices });
  const call = { model: 'ours', tokens_in: 1_000_000, tokens_out: 1_000_000 };
  await sendSpans(ingest, [span('01', call), span('02', call)]);
  await ingest.flush();
  expect(target.rows('runs')).toMatchObject([{ cost_usd: 6_500_000_000n, cost_source: 'priced' }]);
});
