import { describeAlertLog } from './alert-log.suite.ts';

describeAlertLog('server');
