import { describeBackups } from './backup.suite.ts';

describeBackups('embedded');
