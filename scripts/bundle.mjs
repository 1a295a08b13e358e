// The second half of the build: what nest compiled into build/ and the packages that it imports become the few files of
// dist/. Node starts in less than half the time when it need not find and read some 3 000 files (docs/adr/0011).
import { readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const programs = ['main', 'keys', 'indexes', 'generate-documents', 'server'];

const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: { ...Object.fromEntries(programs.map((name) => [name, `build/${name}.js`])), 'query.worker': 'build/storage/sqlite/query.worker.js' },
  outdir: 'dist',
  bundle: true,
  // What is imported when it is first needed stays in files of its own. All lie side by side: some look for what is beside them.
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  sourcemap: true,
  sourcesContent: false,
  metafile: true,
  legalComments: 'none',
  logLevel: 'warning',
  // These load a binary from their own folder.
  external: ['libsql', '@node-rs/argon2'],
  // CommonJS packages ask for node's own modules by require.
  banner: { js: "import { createRequire as createRequireOfBundle } from 'node:module'; const require = createRequireOfBundle(import.meta.url);" },
  plugins: [{ name: 'optional-packages', setup: leaveOutOptionalPackages }],
});
// Their names change with what is in them, so that what earlier builds left would pile up. A server that still runs from one
// misses what it has not imported yet: it is restarted with the new one anyhow.
const made = new Set(Object.keys(metafile.outputs).map((file) => basename(file)));
for (const file of readdirSync(join(root, 'dist'))) if (/\.js(\.map)?$/.test(file) && !made.has(file)) rmSync(join(root, 'dist', file));

/** Packages of ours try to import others that need not be installed; such an import fails when it is tried, as it would without a bundle. */
function leaveOutOptionalPackages(bundle) {
  bundle.onResolve({ filter: /^[^./]/ }, async ({ path, importer, resolveDir, kind, pluginData }) => {
    if (pluginData === 'asked' || !importer.includes('node_modules')) return undefined;
    const { errors } = await bundle.resolve(path, { importer, resolveDir, kind, pluginData: 'asked' });
    return errors.length > 0 ? { path, external: true } : undefined;
  });
}
