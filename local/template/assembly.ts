import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A resource as the template writes it, with its intrinsics not yet resolved. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly Condition?: string;
}

/** The parts of a CloudFormation template that matter on one machine. */
export interface Template {
  readonly Parameters?: Readonly<Record<string, { readonly Default?: unknown }>>;
  readonly Mappings?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Resources?: Readonly<Record<string, TemplateResource>>;
  readonly Outputs?: Readonly<
    Record<string, { readonly Value: unknown; readonly Export?: { readonly Name: unknown } }>
  >;
}

/** One stack of the cloud assembly. */
export interface AssemblyStack {
  readonly name: string;
  readonly template: Template;
  /** Folder or file of each file asset, by its object key in the assets bucket. */
  readonly assets: ReadonlyMap<string, string>;
}

interface Artifact {
  readonly type: string;
  readonly dependencies?: readonly string[];
  readonly properties?: {
    readonly templateFile?: string;
    readonly stackName?: string;
    readonly file?: string;
  };
}

interface AssetManifest {
  readonly files?: Readonly<
    Record<
      string,
      {
        readonly source: { readonly path?: string };
        readonly destinations: Readonly<Record<string, { readonly objectKey: string }>>;
      }
    >
  >;
}

/**
 * Reads a cloud assembly (the folder that `cdk synth` writes): its stacks, each after those it depends on.
 * @throws {Error} where the folder holds no assembly or its stacks depend on each other in a ring.
 */
export function readAssembly(folder: string): AssemblyStack[] {
  if (!existsSync(join(folder, 'manifest.json'))) throw new Error(`No cloud assembly in ${folder}`);
  const { artifacts = {} } = readJson<{ artifacts?: Record<string, Artifact> }>(folder, 'manifest.json');
  const assets = readAssets(folder, Object.values(artifacts));
  return inDependencyOrder(artifacts).flatMap((id) => {
    const artifact = artifacts[id];
    const file = artifact?.properties?.templateFile;
    if (artifact?.type !== 'aws:cloudformation:stack' || file === undefined) return [];
    const template = readJson<Template>(folder, file);
    return [{ name: artifact.properties?.stackName ?? id, template, assets }];
  });
}

function readAssets(folder: string, artifacts: readonly Artifact[]): Map<string, string> {
  const assets = new Map<string, string>();
  for (const artifact of artifacts) {
    const file = artifact.properties?.file;
    if (artifact.type !== 'cdk:asset-manifest' || file === undefined) continue;
    for (const { source, destinations } of Object.values(readJson<AssetManifest>(folder, file).files ?? {})) {
      for (const { objectKey } of Object.values(destinations)) {
        if (source.path !== undefined) assets.set(objectKey, join(folder, source.path));
      }
    }
  }
  return assets;
}

function inDependencyOrder(artifacts: Readonly<Record<string, Artifact>>): string[] {
  const ordered = new Set<string>();
  const visit = (id: string, path: readonly string[]): void => {
    if (path.includes(id)) throw new Error(`Stacks depend on each other: ${[...path, id].join(' -> ')}`);
    if (ordered.has(id)) return;
    for (const dependency of artifacts[id]?.dependencies ?? []) visit(dependency, [...path, id]);
    ordered.add(id);
  };
  for (const id of Object.keys(artifacts)) visit(id, []);
  return [...ordered];
}

function readJson<Shape>(folder: string, file: string): Shape {
  return JSON.parse(readFileSync(join(folder, file), 'utf8')) as Shape;
}
