/**
 * What a room exports says what it is, in a docstring. A type derived from a value (`z.infer<typeof x>`)
 * is described by that value's.
 * @type {import('./rule.d.ts').Rule}
 */
export const documentedExports = {
  meta: { type: 'suggestion' },
  create(context) {
    /** @param {any} declaration */
    const isDerivedType = (declaration) =>
      declaration.type === 'TSTypeAliasDeclaration' &&
      /\btypeof\b/.test(context.sourceCode.getText(declaration.typeAnnotation));
    return {
      ExportNamedDeclaration(node) {
        if (!node.declaration || isDerivedType(node.declaration)) return;
        const before = context.sourceCode.getCommentsBefore(node).at(-1);
        if (before?.type === 'Block' && before.value.startsWith('*')) return;
        context.report({ node, message: 'an export needs a docstring' });
      },
    };
  },
};
