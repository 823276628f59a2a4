import type { SharedTarget } from '../../store/share-target.ts';
import type { Ingest } from '../../ingest/ingest.ts';
import { createBareApp } from '../bare-app.ts';
import type { TelemetryServices } from '../context.ts';
import { healthRoutes } from '../routes/health.ts';
import { ingestRoutes } from '../routes/ingest.ts';
import { otlpRoutes } from '../routes/otlp.ts';
import { peerRoutes } from './peer-routes.ts';

/** The HTTP interface of a process that only takes telemetry in. */
export function createIngestApp(
  services: TelemetryServices,
  local: Ingest,
  alone: SharedTarget['alone'],
) {
  const app = createBareApp(
    services,
    (path) => `this process only takes telemetry in: ask the control process for ${path}`,
  );
  for (const routes of [healthRoutes, ingestRoutes, otlpRoutes]) app.route('/', routes(services));
  app.route('/', peerRoutes(services, local, alone));
  return app;
}
