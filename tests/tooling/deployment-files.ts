import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { readText } from './repository-files.ts';

const probe = z.object({ httpGet: z.object({ path: z.string(), port: z.string() }) });
const variable = z.object({
  name: z.string(),
  value: z.string().optional(),
  valueFrom: z.unknown().optional(),
});

/** The parts of a container that have to agree with the program. */
export const container = z.object({
  image: z.string(),
  args: z.array(z.string()),
  env: z.array(variable),
  ports: z.array(z.object({ name: z.string(), containerPort: z.number() })),
  startupProbe: probe,
  livenessProbe: probe,
  readinessProbe: probe,
  securityContext: z.object({
    allowPrivilegeEscalation: z.literal(false),
    readOnlyRootFilesystem: z.literal(true),
    capabilities: z.object({ drop: z.tuple([z.literal('ALL')]) }),
  }),
  resources: z.object({ limits: z.object({ memory: z.string() }) }),
  volumeMounts: z.array(z.object({ name: z.string(), mountPath: z.string() })),
});

const labels = z.record(z.string(), z.string());
const metadata = z.object({ name: z.string() });

export const statefulSet = z.object({
  kind: z.literal('StatefulSet'),
  metadata,
  spec: z.object({
    replicas: z.number(),
    serviceName: z.string(),
    selector: z.object({ matchLabels: labels }),
    template: z.object({
      metadata: z.object({ labels }),
      spec: z.object({
        automountServiceAccountToken: z.literal(false),
        terminationGracePeriodSeconds: z.number(),
        securityContext: z.object({
          runAsNonRoot: z.literal(true),
          runAsUser: z.number().min(1),
          fsGroup: z.number().min(1),
          seccompProfile: z.object({ type: z.literal('RuntimeDefault') }),
        }),
        containers: z.tuple([container]),
      }),
    }),
    volumeClaimTemplates: z.array(z.object({ metadata })),
  }),
});
export type StatefulSet = z.output<typeof statefulSet>;

export const service = z.object({
  kind: z.literal('Service'),
  metadata,
  spec: z.object({ selector: labels, ports: z.array(z.object({ targetPort: z.string() })) }),
});

/** The documents of a manifest, of whatever kind. */
export function readManifests(path: string): unknown[] {
  return parseAllDocuments(readText(path)).map((document) => {
    if (document.errors.length > 0) throw new Error(`${path}: ${document.errors.join(', ')}`);
    return document.toJS() as unknown;
  });
}

/** What stands for a value that the manifest takes from a secret. */
const FROM_SECRET: Readonly<Record<string, string>> = { BELLWETHER_SECRET: 'ab'.repeat(32) };

/** A pod's environment as the process would see it, of its first pod. */
export function environmentOf({ metadata: { name }, spec }: StatefulSet): Record<string, string> {
  const seen: Record<string, string> = {};
  for (const one of spec.template.spec.containers[0].env) {
    const isPodName = JSON.stringify(one.valueFrom ?? null).includes('metadata.name');
    const secret = FROM_SECRET[one.name] ?? 'a secret of enough characters';
    const value = one.value ?? (isPodName ? `${name}-0` : secret);
    seen[one.name] = value.replaceAll(/\$\((\w+)\)/g, (_, other: string) => seen[other] ?? '');
  }
  return seen;
}

/** Instructions of a Dockerfile, of its last stage, continued lines as one. */
export function lastStage(text: string): { instruction: string; rest: string }[] {
  const lines = text
    .replaceAll(/\\\n/g, ' ')
    .split('\n')
    .filter((line) => /^[A-Z]/.test(line));
  const last = lines.findLastIndex((line) => line.startsWith('FROM '));
  return lines.slice(last).map((line) => {
    const [instruction = '', ...rest] = line.split(/\s+/);
    return { instruction, rest: rest.join(' ') };
  });
}
