import { describeSegmentRepair } from './segment-repair.suite.ts';

describeSegmentRepair('embedded');
