// Which server is found, in environments as people have them.

import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { after, test } from "node:test";
import { findServer, installCommand, isServer, type Surroundings } from "../src/findServer";

const folder = mkdtempSync(path.join(tmpdir(), "voxml-vscode-"));
after(() => {
  rmSync(folder, { recursive: true });
});

function program(...names: string[]): string {
  const file = path.join(folder, ...names);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, "");
  chmodSync(file, 0o755);
  return file;
}

function around(more: Partial<Surroundings>): Surroundings {
  return { folder: undefined, configured: "", interpreters: [], searchPath: "", platform: "linux", ...more };
}

function commandOf(surroundings: Surroundings): string | undefined {
  const found = findServer(surroundings);
  return isServer(found) ? found.command : undefined;
}

test("the selected interpreter comes before the folder and the PATH", () => {
  const selected = program("conda", "bin", "voxml");
  const own = program("work", ".venv", "bin", "voxml");
  const shared = program("usr", "bin", "voxml");
  const interpreters = [path.join(folder, "conda", "bin", "python")];
  const searchPath = [path.join(folder, "nothing"), path.join(folder, "usr", "bin")].join(path.delimiter);
  const work = path.join(folder, "work");
  assert.equal(commandOf(around({ interpreters, folder: work, searchPath })), selected);
  assert.equal(commandOf(around({ interpreters: ["/usr/bin/python3"], folder: work, searchPath })), own);
  assert.equal(commandOf(around({ folder: path.join(folder, "nothing"), searchPath })), shared);
});

test("on Windows programs are in Scripts and end with .exe", () => {
  const server = program("windows", ".venv", "Scripts", "voxml.exe");
  assert.equal(commandOf(around({ folder: path.join(folder, "windows"), platform: "win32" })), server);
  const python = path.join(folder, "windows", ".venv", "Scripts", "python.exe");
  assert.equal(commandOf(around({ interpreters: [python], platform: "win32" })), server);
});

test("the setting is obeyed, and a wrong one is said", () => {
  const server = program("work", "tools", "voxml");
  const work = path.join(folder, "work");
  assert.equal(commandOf(around({ folder: work, configured: "${workspaceFolder}/tools/voxml" })), server);
  assert.equal(commandOf(around({ folder: work, configured: "tools/voxml" })), server);
  const found = findServer(around({ folder: work, configured: "/nowhere/voxml" }));
  assert.ok(!isServer(found));
  assert.equal(found.reason, "voxml.path: found no file /nowhere/voxml");
});

test("without a server the command installs it into the environment that is used", () => {
  const empty = path.join(folder, "empty");
  const found = findServer(around({ folder: empty }));
  assert.ok(!isServer(found));
  assert.match(found.reason, /^found no voxml/);
  assert.equal(found.install, "python3 -m pip install 'voxml[all]'");
  program("empty", ".venv", "pyvenv.cfg");
  const python = path.join(empty, ".venv", "bin", "python");
  assert.equal(installCommand(around({ folder: empty })), `${python} -m pip install 'voxml[all]'`);
  const spaced = installCommand(around({ interpreters: ["/a b/python"] }));
  assert.equal(spaced, "\"/a b/python\" -m pip install 'voxml[all]'");
});
