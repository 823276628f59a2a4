import { describeCuts } from './cuts.suite.ts';

describeCuts('server');
