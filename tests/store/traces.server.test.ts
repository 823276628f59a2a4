import { describeTraceStore } from './traces.suite.ts';

describeTraceStore('server');
