import { describeCuts } from './cuts.suite.ts';

describeCuts('embedded');
