import { describeErase } from './erase.suite.ts';

describeErase('server');
