import { dirname, relative, resolve, sep } from 'node:path';

/** The plugin lies in `scripts/lint`: two folders up is the repository, also in a copy made by a test. */
const ROOT = resolve(import.meta.dirname, '../..');

/**
 * @param {string} file absolute
 * @returns {string} relative to the repository, with `/`
 */
export const repositoryPath = (file) => relative(ROOT, file).split(sep).join('/');

/**
 * @param {string} file absolute path of the importer
 * @param {string} specifier relative, as written
 * @returns {string} the imported file, relative to the repository
 */
export const importedPath = (file, specifier) => repositoryPath(resolve(dirname(file), specifier));
