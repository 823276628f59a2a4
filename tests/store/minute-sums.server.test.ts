import { describeMinuteSums } from './minute-sums.suite.ts';

describeMinuteSums('server');
