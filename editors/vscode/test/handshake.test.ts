// A handshake with the real server, as VS Code's client does it. VOXML names the program; else that of the checkout.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import * as path from "node:path";
import { test } from "node:test";
import {
  createProtocolConnection,
  DidOpenTextDocumentNotification,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  type PublishDiagnosticsParams,
  PublishDiagnosticsNotification,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver-protocol/node";
import { reasonOf } from "../src/diagnose";

const command = process.env["VOXML"] ?? path.resolve("..", "..", ".venv", "bin", "voxml");
const skip = existsSync(command) ? false : `there is no ${command}`;

test("the server answers, checks a document, and ends", { skip, timeout: 60_000 }, async () => {
  const server = spawn(command, ["lsp"], { stdio: ["pipe", "pipe", "inherit"] });
  const reader = new StreamMessageReader(server.stdout);
  const connection = createProtocolConnection(reader, new StreamMessageWriter(server.stdin));
  const published = new Promise<PublishDiagnosticsParams>((resolve) => {
    connection.onNotification(PublishDiagnosticsNotification.type, resolve);
  });
  const ended = new Promise<number | null>((resolve) => server.on("exit", resolve));
  connection.listen();

  const started = await connection.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- the type still asks for it
    rootUri: null,
    capabilities: {},
  });
  assert.equal(started.serverInfo?.name, "voxml");
  assert.equal(started.capabilities.hoverProvider, true);
  assert.deepEqual(started.capabilities.executeCommandProvider?.commands, ["voxml.hear", "voxml.showFlow"]);
  await connection.sendNotification(InitializedNotification.type, {});
  await connection.sendNotification(DidOpenTextDocumentNotification.type, {
    textDocument: {
      uri: "file:///nowhere/menu.xml",
      languageId: "xml",
      version: 1,
      text: '<Response><Pause length="0"/></Response>',
    },
  });
  const found = await published;
  assert.deepEqual(
    found.diagnostics.map((each) => each.code),
    ["invalid-value"],
  );
  await connection.sendRequest(ShutdownRequest.type);
  await connection.sendNotification(ExitNotification.type);
  assert.equal(await ended, 0);
  connection.dispose();
});

test("a server that ends as it should has no reason", { skip, timeout: 60_000 }, async () => {
  assert.equal(await reasonOf({ command, args: ["lsp"], origin: "" }), "");
  assert.notEqual(await reasonOf({ command, args: ["no-such-command"], origin: "" }), "");
  assert.match(await reasonOf({ command: "/nowhere/voxml", args: [], origin: "" }), /ENOENT/);
});
