// Who may import whom. The reasons are in docs/decisions/0002-rooms-and-import-rules.md.

/**
 * The part of `alerts` and `decisions` that computes without a store, so that a browser can run it too.
 */
export const PURE_PARTS = [
  'decisions/engine',
  'decisions/policy',
  'decisions/assessment',
  'decisions/backtest',
  'decisions/effect',
  'decisions/gates',
  'decisions/signing',
  'alerts/condition',
  'alerts/labels',
];

const LEFT_OF_STORE = ['core', 'signals'];
const LEFT_OF_SERVER = [...LEFT_OF_STORE, 'store', 'ingest', 'alerts', 'decisions'];

/** Folders each room may import from, besides itself. */
export const MAY_IMPORT = {
  core: [],
  signals: ['core'],
  store: LEFT_OF_STORE,
  ingest: [...LEFT_OF_STORE, 'store'],
  alerts: [...LEFT_OF_STORE, 'store'],
  decisions: [...LEFT_OF_STORE, 'store'],
  server: LEFT_OF_SERVER,
  web: [...LEFT_OF_STORE, ...PURE_PARTS],
  tests: [...LEFT_OF_SERVER, 'server', 'web', 'scripts'],
};

/** Files whose types alone may be imported, by room. */
export const MAY_IMPORT_TYPES = { web: ['server/app.ts'] };

/** Packages that belong to one room (tests may use all). */
export const PACKAGE_ROOMS = { chdb: 'store', '@clickhouse/client': 'store' };

/** Folders whose code a browser can run: nothing of Node in them. */
export const BROWSER_FOLDERS = ['core', 'signals', 'web', ...PURE_PARTS];

/** Names that say nothing about what a file or folder holds. */
export const EMPTY_NAMES = [
  'util',
  'utils',
  'helper',
  'helpers',
  'common',
  'misc',
  'type',
  'types',
  'index',
  'new',
  'v2',
];

/**
 * @param {string} path relative to the repository, with `/`
 * @param {string} folder
 */
export const isUnder = (path, folder) => path.startsWith(`${folder}/`);

/**
 * Why a file may not import another; null where it may.
 * @param {string} importer path relative to the repository
 * @param {string} imported path relative to the repository
 * @param {boolean} typeOnly
 * @returns {string | null}
 */
export function importProblem(importer, imported, typeOnly) {
  const room = importer.split('/', 1)[0] ?? '';
  const allowed = MAY_IMPORT[/** @type {keyof typeof MAY_IMPORT} */ (room)];
  if (allowed === undefined || !imported.includes('/')) return null;
  if (typeOnly && MAY_IMPORT_TYPES[/** @type {'web'} */ (room)]?.includes(imported)) return null;

  const purePart = PURE_PARTS.find((part) => isUnder(importer, part));
  const reach = purePart
    ? [...LEFT_OF_STORE, ...PURE_PARTS.filter((part) => isUnder(part, room))]
    : [room, ...allowed];
  if (reach.some((folder) => isUnder(imported, folder))) return null;
  return `${purePart ?? room} may import ${reach.join(', ')}; not ${imported}`;
}
