// Bellwether's own lint rules, for what no built-in rule of oxlint expresses.
import { roomImports } from './room-imports.mjs';
import { clockHandedIn } from './clock-handed-in.mjs';
import { documentedExports } from './documented-exports.mjs';
import { tellingNames } from './telling-names.mjs';

export default {
  meta: { name: 'bellwether' },
  rules: {
    'room-imports': roomImports,
    'clock-handed-in': clockHandedIn,
    'documented-exports': documentedExports,
    'telling-names': tellingNames,
  },
};
