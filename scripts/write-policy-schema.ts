// Writes the published JSON Schema of policies: npx tsx scripts/write-policy-schema.ts
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { policySchema } from '../decisions/policy/policy-schema.ts';

const file = join(import.meta.dirname, '..', 'docs', 'policy.schema.json');
writeFileSync(file, `${JSON.stringify(policySchema(), null, 2)}\n`);
spawnSync('npx', ['oxfmt', file], { stdio: 'inherit' });
