// What is in the bundle that every worker loads for each workflow: its size, and which packages got into it.
// A package there costs on every replay; zod alone more than doubles it (reference: temporal.md 4).
import type { Bundle } from './stage.ts';

export interface BundleContents {
  /** Without the source map, which the worker keeps apart. */
  readonly bytes: number;
  /** npm packages with at least one module in it, sorted. */
  readonly packages: readonly string[];
  /** Our own files in it, as `folder/file.ts`, sorted. */
  readonly files: readonly string[];
}

const SOURCE_MAP = /^\/\/# sourceMappingURL=.*$/m;

export function contentsOf({ code }: Bundle): BundleContents {
  const program = code.replace(SOURCE_MAP, '');
  const modules = [...program.matchAll(/^\/\*\*\*\/ "([^"]+)"/gm)].map(([, name = '']) => name);
  const inPackages = modules.filter((name) => name.includes('node_modules/'));
  const packages = inPackages.map((name) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(name)?.[1] ?? name);
  const files = modules.filter((name) => name.startsWith('./') && !name.includes('node_modules/'));
  return {
    bytes: Buffer.byteLength(program),
    packages: [...new Set(packages)].sort(),
    files: files.map((name) => name.slice(2)).sort(),
  };
}
