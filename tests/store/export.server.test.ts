import { describeExports } from './export.suite.ts';

describeExports('server');
