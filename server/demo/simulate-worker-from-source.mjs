// The simulator's thread when run from sources: Node 20 does not hand `--import tsx` on to threads,
// so the thread registers it by itself. The bundle starts `simulate-worker.js` directly.
import { register } from 'tsx/esm/api';

register();
await import('./simulate-worker.ts');
