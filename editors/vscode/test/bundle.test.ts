// The bundle as VS Code loads it, with a stand-in for VS Code: it starts, and has every command that package.json names.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import Module from "node:module";
import * as path from "node:path";
import { test } from "node:test";

/** What Node.js finds modules with. */
interface Loader {
  _load(request: string, ...rest: unknown[]): unknown;
}

/** Whatever is asked of it, it is there. */
const anything: object = new Proxy(function () {}, {
  get: (target, name): unknown =>
    name === "prototype" ? Reflect.get(target, name) : name === "then" ? undefined : anything,
  apply: () => anything,
  construct: () => ({}),
});

test("the bundle starts without an environment, and says what to install", async () => {
  const registered: string[] = [];
  const warnings: string[] = [];
  const known: Record<string, object> = {
    commands: {
      registerCommand: (name: string) => registered.push(name),
      executeCommand: () => Promise.resolve(),
    },
    window: {
      createOutputChannel: () => ({ appendLine: () => undefined }),
      showWarningMessage: (text: string) => Promise.resolve(void warnings.push(text)),
    },
    workspace: {
      isTrusted: true,
      workspaceFolders: [],
      getConfiguration: () => ({ get: (_: string, standard: unknown) => standard }),
      onDidChangeConfiguration: () => anything,
      onDidGrantWorkspaceTrust: () => anything,
    },
    extensions: { getExtension: () => undefined },
    languages: { createLanguageStatusItem: () => ({}) },
  };
  const vscode = new Proxy(known, { get: (target, name): unknown => Reflect.get(target, name) ?? anything });
  const loader = Module as unknown as Loader;
  const load = loader._load.bind(loader);
  loader._load = (request, ...rest) => (request === "vscode" ? vscode : load(request, ...rest));
  const searchPath = process.env["PATH"];
  process.env["PATH"] = "";
  try {
    const extension = Module.createRequire(__filename)(path.resolve("dist", "extension.js")) as {
      activate(context: object): Promise<void>;
      deactivate(): Promise<void>;
    };
    await extension.activate({ subscriptions: [], asAbsolutePath: (name: string) => name });
    await extension.deactivate();
  } finally {
    loader._load = load;
    process.env["PATH"] = searchPath;
  }
  const manifest = JSON.parse(readFileSync("package.json", "utf8")) as {
    contributes: { commands: { command: string }[] };
  };
  assert.deepEqual(registered.sort(), manifest.contributes.commands.map((each) => each.command).sort());
  assert.equal(warnings.length, 1);
  assert.match(warnings[0] ?? "", /found no voxml.*pip install 'voxml\[all\]'/);
});
