import { basename, dirname, join, relative } from 'node:path';
import type { Metafile, Plugin } from 'esbuild';

/** A module that lies beside a function's bundle and is loaded when it is needed: its source file, from the repository's root. */
export type LazyModule = `functions/${string}.ts`;

/** Where a module lies, in the folder of the bundle. */
export const lazyName = (source: LazyModule): string => basename(source, '.ts');

/** Leaves the modules to be found beside the bundle wherever they are imported by `import()`. */
export const lazyModules = (sources: readonly LazyModule[], root: string): Plugin => ({
  name: 'lazy-modules',
  setup: (build) => {
    const names = new Map(sources.map((source) => [join(root, source), lazyName(source)]));
    build.onResolve({ filter: /^\..*\.ts$/ }, ({ kind, path, resolveDir }) => {
      const name = kind === 'dynamic-import' ? names.get(join(resolveDir, path)) : undefined;
      return name === undefined ? undefined : { path: `./${name}.mjs`, external: true };
    });
  },
});

/**
 * Holds that each bundle has beside it what it loads.
 *
 * @throws Error naming the bundle and the module, which belongs into `lazy` of the function
 */
export function requireLazyModules({ outputs }: Metafile): void {
  for (const [file, { imports }] of Object.entries(outputs)) {
    for (const { path, kind, external } of imports) {
      if (kind !== 'dynamic-import' || !external || !path.startsWith('./')) continue;
      const wanted = relative('.', join(dirname(file), path));
      if (!(wanted in outputs))
        throw new Error(`${file} loads ${path}: name its source in "lazy" of the function.`);
    }
  }
}
