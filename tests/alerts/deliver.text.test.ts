import { expect, test } from 'vitest';
import { formatValue } from '../../alerts/deliver/format-value.ts';
import { renderTemplate, templateValues } from '../../alerts/deliver/render-template.ts';

test('templates name labels, title, value and threshold; what is unknown stays visible', () => {
  const values = templateValues({
    labels: { workload: 'support', tool: '{{value}}' },
    title: 'Tools fail',
    value: 0.8231,
    threshold: 0.9,
    signal: 'tool_call_success',
  });
  expect(renderTemplate('{{workload}}: {{ tool }} {{value}} < {{threshold}}', values)).toBe(
    'support: {{value}} 82.3 % < 90 %',
  );
  expect(renderTemplate('{{title}} {{owner}} {{toString}} {{__proto__}}', values)).toBe(
    'Tools fail {{owner}} {{toString}} {{__proto__}}',
  );
  expect(renderTemplate('{{title}}'.repeat(1_000), values)).toHaveLength(4_000);
});

test.each([
  [0.041, 'error_rate', '4.1 %'],
  [0.00041, 'error_rate', '0.041 %'],
  [1, 'error_rate', '100 %'],
  [0, 'error_rate', '0 %'],
  [1.2, 'roi', '1.2x'],
  [12_345.678, null, '12,346'],
  [0.001234, null, '0.00123'],
  [null, 'error_rate', 'no value'],
  [Number.NaN, null, 'no value'],
  [7, 'nonsense', '7'],
])('%s of %s is written %s', (value, signal, text) => {
  expect(formatValue(value, signal)).toBe(text);
});

test('times and money take the step that people read', () => {
  expect(formatValue(850, 'latency_p95')).toBe('850 ms');
  expect(formatValue(4_230, 'latency_p95')).toBe('4.23 s');
  expect(formatValue(0.0123, 'cost_per_run')).toMatch(/^\$0\.0123/);
});
