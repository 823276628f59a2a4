import { BROWSER_FOLDERS, PACKAGE_ROOMS, importProblem, isUnder } from './rooms.mjs';
import { importedPath, repositoryPath } from './repository-path.mjs';

/**
 * Data walks through the rooms in one direction, and so do imports.
 * @type {import('./rule.d.ts').Rule}
 */
export const roomImports = {
  meta: { type: 'problem' },
  create(context) {
    const importer = repositoryPath(context.physicalFilename);
    /** @param {any} node @param {any} source @param {boolean} typeOnly */
    const check = (node, source, typeOnly) => {
      if (source?.type !== 'Literal' || typeof source.value !== 'string') return;
      const message = problemOf(importer, context.physicalFilename, source.value, typeOnly);
      if (message) context.report({ node, message });
    };
    return {
      ImportDeclaration: (node) => check(node, node.source, node.importKind === 'type'),
      ExportNamedDeclaration: (node) => check(node, node.source, node.exportKind === 'type'),
      ExportAllDeclaration: (node) => check(node, node.source, node.exportKind === 'type'),
      ImportExpression: (node) => check(node, node.source, false),
      TSImportType: (node) => check(node, node.source, true),
    };
  },
};

/**
 * @param {string} importer relative to the repository
 * @param {string} file the importer's absolute path
 * @param {string} specifier
 * @param {boolean} typeOnly
 * @returns {string | null}
 */
function problemOf(importer, file, specifier, typeOnly) {
  if (specifier.startsWith('.')) {
    return importProblem(importer, importedPath(file, specifier), typeOnly);
  }
  if (specifier.startsWith('node:')) {
    const folder = BROWSER_FOLDERS.find((candidate) => isUnder(importer, candidate));
    return folder ? `${folder} runs in a browser too: ${specifier} does not exist there` : null;
  }
  for (const [name, room] of Object.entries(PACKAGE_ROOMS)) {
    const named = specifier === name || specifier.startsWith(`${name}/`);
    if (named && !isUnder(importer, room) && !isUnder(importer, 'tests')) {
      return `${specifier} belongs to ${room}: ask one of its functions`;
    }
  }
  return null;
}
