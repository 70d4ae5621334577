// The start of the extension without an editor: with a server, without one, with one that fails.

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { after, test } from "node:test";
import { isServer, type Surroundings } from "../src/findServer";
import { type Client, type Host, Session } from "../src/session";

const folder = mkdtempSync(path.join(tmpdir(), "voxml-vscode-"));
after(() => {
  rmSync(folder, { recursive: true });
});
mkdirSync(path.join(folder, ".venv", "bin"), { recursive: true });
writeFileSync(path.join(folder, ".venv", "bin", "voxml"), "");

function makeHost(said: string[], around: Partial<Surroundings>, start: () => Promise<void>, reason = ""): Host {
  return {
    surroundings: () =>
      Promise.resolve({
        folder: undefined,
        configured: "",
        interpreters: [],
        searchPath: "",
        platform: "linux" as const,
        ...around,
      }),
    makeClient: (): Client => ({
      start,
      stop: () => {
        said.push("stopped");
        return Promise.resolve();
      },
      initializeResult: { serverInfo: { version: "0.1.0" } },
    }),
    reasonOf: () => Promise.resolve(reason),
    starting: () => said.push("starting"),
    running: (version, origin) => said.push(`running ${version} from ${origin}`),
    missing: (why, install) => said.push(`missing: ${why} | ${install}`),
    withoutServer: () => {
      said.push("schemas");
      return Promise.resolve();
    },
  };
}

test("a server that is found is started, and stopped", async () => {
  const said: string[] = [];
  const session = new Session(makeHost(said, { folder }, () => Promise.resolve()));
  assert.ok(isServer(await session.start()));
  await session.restart();
  await session.stop();
  const started = ["starting", "running 0.1.0 from .venv of the workspace"];
  assert.deepEqual(said, [...started, "stopped", ...started, "stopped"]);
});

test("without a server the editor says what installs it, and schemas are used", async () => {
  const said: string[] = [];
  const session = new Session(makeHost(said, {}, () => Promise.resolve()));
  await session.start();
  await session.stop();
  const install = "python3 -m pip install 'voxml[all]'";
  assert.deepEqual(said, [`missing: found no voxml in the environment of this workspace | ${install}`, "schemas"]);
  assert.equal(session.install, install);
});

test("a server that does not start is asked for its reason", async () => {
  const said: string[] = [];
  const reason = "the language server needs the extra 'lsp': pip install 'voxml[lsp]'";
  const session = new Session(makeHost(said, { folder }, () => Promise.reject(new Error("closed")), reason));
  await session.start();
  assert.equal(said[0], "starting");
  assert.ok(said[1]?.startsWith(`missing: ${reason}`));
});
