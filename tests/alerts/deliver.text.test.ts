import { expect, test } from 'vitest';
import { formatValue } from '../../alerts/episode/format-value.ts';
import { renderTemplate, templateValues } from '../../alerts/episode/render-template.ts';

test('templates name labels, title, value and threshold; what is unknown stays visible', () => {
  const values = templateValues({
    labels: { workload: 'support', tool: '{{value}}' },
    title: 'Tools fail',
    value: 0.8231,
    threshold: 0.9,
    unit: 'ratio',
    n: 40,
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
  [0.041, 'ratio', '4.1 %'],
  [0.00041, 'ratio', '0.041 %'],
  [1, 'ratio', '100 %'],
  [0, 'ratio', '0 %'],
  [1.2, 'x', '1.2x'],
  [12_345.678, '', '12,346'],
  [0.001234, '', '0.00123'],
  [null, 'ratio', 'no data'],
  [Number.NaN, '', 'no data'],
  [7, 'runs', '7 runs'],
])('%s of %s is written %s', (value, unit, text) => {
  expect(formatValue(value, unit)).toBe(text);
});

test('times and money take the step that people read', () => {
  expect(formatValue(850, 'ms')).toBe('850 ms');
  expect(formatValue(4_230, 'ms')).toBe('4.23 s');
  expect(formatValue(0.0123, 'USD')).toMatch(/^\$0\.0123/);
});
