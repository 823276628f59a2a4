import { readdirSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { environmentSchema, readConfiguration } from '../../server/configuration.ts';
import { routesOfApp } from '../support/routes-of-app.ts';
import {
  environmentOf,
  lastStage,
  readManifests,
  service,
  statefulSet,
  type StatefulSet,
} from './deployment-files.ts';
import { ROOT, exists, readText } from './repository-files.ts';

const KNOWN = new Set(Object.keys(environmentSchema.shape));
const packageFile = z
  .object({
    version: z.string(),
    engines: z.object({ node: z.string() }),
    dependencies: z.record(z.string(), z.string()),
  })
  .parse(JSON.parse(readText('package.json')));

const isOwn = (name: string): boolean => /^(BELLWETHER|CLICKHOUSE)_/.test(name);
const unknownOf = (variables: object): string[] =>
  Object.keys(variables).filter((name) => isOwn(name) && !KNOWN.has(name));
const read = (variables: Record<string, string>) => readConfiguration(variables, (path) => path);

const MANIFESTS = ['deploy/kubernetes/bellwether.yaml', 'deploy/kubernetes/several-processes.yaml'];
const processes = MANIFESTS.flatMap((path) =>
  readManifests(path).flatMap((document) => {
    const parsed = z.object({ kind: z.string() }).parse(document);
    return parsed.kind === 'StatefulSet' ? [{ path, set: statefulSet.parse(document) }] : [];
  }),
);

describe('the Dockerfile', () => {
  const stage = lastStage(readText('Dockerfile'));
  const find = (name: string): string =>
    stage.find(({ instruction }) => instruction === name)?.rest ?? '';
  const variables = Object.fromEntries(
    find('ENV')
      .split(/\s+/)
      .map((pair) => pair.split('=') as [string, string]),
  );

  test('builds and runs on a Node.js that the package takes', () => {
    const froms = readText('Dockerfile').match(/^FROM .*$/gm) ?? [];
    const [, major, minor] = /^>=(\d+)\.(\d+)$/.exec(packageFile.engines.node) ?? [];
    for (const from of froms) {
      const [, ofImage, minorOfImage] = /node:(\d+)\.(\d+)-/.exec(from) ?? [];
      expect([Number(ofImage), Number(minorOfImage) >= Number(minor)]).toEqual([
        Number(major),
        true,
      ]);
    }
    expect(froms).toHaveLength(2);
  });

  test('sets what the program reads, as somebody who is not root', () => {
    expect(unknownOf(variables)).toEqual([]);
    const { port, dataFolder } = read(variables);
    expect(find('EXPOSE')).toBe(String(port));
    expect(find('VOLUME')).toBe(dataFolder);
    expect(find('USER')).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    expect(variables['UV_THREADPOOL_SIZE']).toBe('16');
    expect(find('HEALTHCHECK')).toContain('${process.env.BELLWETHER_PORT}/healthz');
    expect(JSON.parse(find('CMD'))).toEqual(['serve']);
  });

  test('takes along every package that the built program asks for', () => {
    const folder = join(ROOT, 'dist/server');
    const asked = new Set<string>();
    for (const name of readdirSync(folder).filter((file) => file.endsWith('.js'))) {
      const text = readText(`dist/server/${name}`);
      for (const [, from] of text.matchAll(/^(?:import|export)\b[^'"\n]*["']([^'"\n]+)["'];?$/gm)) {
        if (from === undefined || from.startsWith('.') || from.startsWith('node:')) continue;
        asked.add(from.split('/', from.startsWith('@') ? 2 : 1).join('/'));
      }
    }
    expect(asked.size).toBeGreaterThan(5);
    const missing = [...asked].filter(
      (name) => !builtinModules.includes(name) && !(name in packageFile.dependencies),
    );
    expect(missing).toEqual([]);
  });

  test('copies what is there, and nothing secret or stale', () => {
    const copied = readText('Dockerfile').match(/^COPY (?!--from)(.*) \S+$/gm) ?? [];
    for (const line of copied) {
      for (const path of line.split(' ').slice(1, -1)) expect(exists(path)).toBe(true);
    }
    const ignored = readText('.dockerignore').split('\n');
    for (const path of ['.git', 'node_modules', 'dist', 'data', '**/.env']) {
      expect(ignored).toContain(path);
    }
  });
});

test('compose gives both services what they need, and no password of its own', () => {
  const own = z.object({
    environment: z.record(z.string(), z.string()),
    ports: z.array(z.string()),
    volumes: z.array(z.string()),
    read_only: z.literal(true),
    cap_drop: z.tuple([z.literal('ALL')]),
    security_opt: z.tuple([z.literal('no-new-privileges:true')]),
  });
  const database = z.object({ image: z.string(), environment: z.record(z.string(), z.string()) });
  const { services } = z
    .object({ services: z.object({ bellwether: own, clickhouse: database }) })
    .parse(parse(readText('compose.yaml')));
  const { bellwether, clickhouse } = services;
  expect(unknownOf(bellwether.environment)).toEqual([]);
  const filled = Object.fromEntries(
    Object.entries(bellwether.environment).map(([name, value]) => [
      name,
      value.replace(/^\$\{\w+:-(.*)\}$/, '$1').replace(/^\$\{\w+:\?.*\}$/, 'x'.repeat(24)),
    ]),
  );
  const configuration = read(filled);
  const { CLICKHOUSE_DB, CLICKHOUSE_USER } = clickhouse.environment;
  expect(configuration.database).toMatchObject({
    kind: 'server',
    url: 'http://clickhouse:8123',
    user: CLICKHOUSE_USER,
    database: CLICKHOUSE_DB,
  });
  // Published on this machine alone, until somebody puts TLS in front.
  expect(bellwether.ports).toEqual([`127.0.0.1:${configuration.port}:${configuration.port}`]);
  expect(bellwether.volumes).toEqual(['bellwether:/data']);
  expect(clickhouse.image).toMatch(/:\d+\.\d+$/);
  for (const { environment } of [bellwether, clickhouse]) {
    for (const [name, value] of Object.entries(environment)) {
      if (/PASSWORD|KEY|SECRET/.test(name)) expect(value).toMatch(/^\$\{\w+:\?/);
    }
  }
});

describe.each(processes)('$set.metadata.name of $path', ({ path, set }) => {
  const [own] = set.spec.template.spec.containers;
  const variables = environmentOf(set as StatefulSet);

  // Roles of several processes come with variables of their own.
  const isKnown = KNOWN.has('BELLWETHER_INGEST_PEERS') || !path.includes('several-processes');
  test.skipIf(!isKnown)('sets only what the program reads, and values that it takes', () => {
    expect(unknownOf(variables)).toEqual([]);
    const { port, dataFolder } = read(variables);
    expect(own.ports).toEqual([{ name: 'http', containerPort: port }]);
    expect(own.volumeMounts).toContainEqual({ name: 'data', mountPath: dataFolder });
    expect(set.spec.volumeClaimTemplates.map(({ metadata }) => metadata.name)).toEqual(['data']);
  });

  test('probes what is open, and keeps its secrets out of the file', () => {
    const open = routesOfApp();
    const probes = [own.startupProbe, own.livenessProbe, own.readinessProbe];
    expect(probes.map(({ httpGet }) => httpGet)).toEqual([
      { path: '/healthz', port: 'http' },
      { path: '/healthz', port: 'http' },
      { path: '/readyz', port: 'http' },
    ]);
    for (const { httpGet } of probes) expect(open).toContain(`GET ${httpGet.path}`);
    for (const { name, value } of own.env) {
      if (/PASSWORD|_KEY|SECRET/.test(name)) expect([name, value]).toEqual([name, undefined]);
    }
    expect(own.image).toBe(`registry.example/bellwether:${packageFile.version}`);
  });

  test('is found by its services', () => {
    const services = readManifests(path).flatMap((document) => {
      const { success, data } = service.safeParse(document);
      return success ? [data] : [];
    });
    const { labels } = set.spec.template.metadata;
    expect(set.spec.selector.matchLabels).toEqual(labels);
    const named = services.find(({ metadata }) => metadata.name === set.spec.serviceName);
    expect(named?.spec.selector).toEqual(labels);
    expect(named?.spec.ports.map(({ targetPort }) => targetPort)).toEqual(['http']);
    const peers = (variables['BELLWETHER_INGEST_PEERS'] ?? '').split(',').filter(Boolean);
    expect(peers).toHaveLength(path.includes('several-processes') ? 3 : 0);
  });
});

test('every manifest can be read', () => {
  expect(readManifests('deploy/kubernetes/network-policy.yaml')).toHaveLength(1);
  expect(processes.map(({ set }) => set.spec.replicas)).toEqual([1, 1, 3]);
});
