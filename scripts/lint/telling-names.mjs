import { EMPTY_NAMES } from './rooms.mjs';
import { repositoryPath } from './repository-path.mjs';

/**
 * No file or folder is named for being code (`utils`, `types`, `index`).
 * @type {import('./rule.d.ts').Rule}
 */
export const tellingNames = {
  meta: { type: 'problem' },
  create(context) {
    return {
      Program(node) {
        const parts = repositoryPath(context.physicalFilename).split('/');
        const empty = parts.find((part) => EMPTY_NAMES.includes(part.split('.', 1)[0] ?? ''));
        if (empty) context.report({ node, message: `${empty} says nothing: name what it holds` });
      },
    };
  },
};
