/**
 * `new Date()` and `Date()` read the clock; instants are handed in.
 * @type {import('./rule.d.ts').Rule}
 */
export const clockHandedIn = {
  meta: { type: 'problem' },
  create(context) {
    /** @param {any} node */
    const isDate = (node) =>
      (node.type === 'Identifier' && node.name === 'Date') ||
      (node.type === 'MemberExpression' && node.property.name === 'Date');
    const message = 'reads the clock: take the instant as a parameter';
    return {
      NewExpression(node) {
        if (isDate(node.callee) && node.arguments.length === 0) context.report({ node, message });
      },
      CallExpression(node) {
        if (isDate(node.callee)) context.report({ node, message });
      },
    };
  },
};
