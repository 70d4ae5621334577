// Bundle the extension into dist/, with --tests its tests into dist-test/.
import { copyFileSync, readdirSync, rmSync } from "node:fs";
import { build } from "esbuild";

// The schemas of the language are those of the package; the one of the settings is emitted by `make emit`.
for (const name of ["voxml-1.0.xsd", "voxml-1.0.schema.json"]) {
  copyFileSync(`../../schemas/${name}`, `schemas/${name}`);
}

const isProduction = process.argv.includes("--production");
const shared = {
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  external: ["vscode"],
  logLevel: "warning",
};

if (process.argv.includes("--tests")) {
  rmSync("dist-test", { recursive: true, force: true });
  const tests = readdirSync("test").filter((name) => name.endsWith(".test.ts"));
  await build({
    ...shared,
    entryPoints: tests.map((name) => `test/${name}`),
    outdir: "dist-test",
    outExtension: { ".js": ".cjs" },
    sourcemap: "inline",
  });
} else {
  await build({
    ...shared,
    entryPoints: ["src/extension.ts"],
    outfile: "dist/extension.js",
    minify: isProduction,
    sourcemap: !isProduction,
  });
}
