import { coverageCase, type CoverageOrder } from './cover-methods.ts';

// A process of its own: simulates the case it is sent and answers with the share that held.
process.on('message', ({ index, histories }: CoverageOrder) => {
  process.send!(coverageCase(index).cover(histories));
});
