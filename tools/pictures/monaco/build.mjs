// Bundle the page into the folder that is named.
import { build } from "esbuild";

const [, , folder] = process.argv;
await build({
  bundle: true,
  minify: true,
  format: "iife",
  logLevel: "error",
  loader: { ".ttf": "dataurl" },
  entryPoints: { session: "session.js", worker: "node_modules/monaco-editor/esm/vs/editor/editor.worker.js" },
  outdir: folder,
});
