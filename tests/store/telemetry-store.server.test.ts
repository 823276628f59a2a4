import { describeTelemetryStore } from './telemetry-store.suite.ts';

describeTelemetryStore('server');
