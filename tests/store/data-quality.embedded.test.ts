import { describeDataQuality } from './data-quality.suite.ts';

describeDataQuality('embedded');
