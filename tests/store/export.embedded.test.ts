import { describeExports } from './export.suite.ts';

describeExports('embedded');
