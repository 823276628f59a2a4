import { describeTraceStore } from './traces.suite.ts';

describeTraceStore('embedded');
