// The extension: what VS Code calls, and what of VS Code the session uses.

import { commands, env, type ExtensionContext, type LogOutputChannel, type Uri, window, workspace } from "vscode";
import { reasonOf } from "./diagnose";
import type { Surroundings } from "./findServer";
import { selectedInterpreters } from "./interpreters";
import { makeClient } from "./languageClient";
import { associateXml } from "./schemas";
import { type Host, Session } from "./session";
import { makeStatus, type Status } from "./status";

let session: Session | undefined;

/** Start the language server, and register the commands. */
export async function activate(context: ExtensionContext): Promise<void> {
  const log = window.createOutputChannel("VoxML", { log: true });
  const status = makeStatus();
  const current = new Session(makeHost(context, log, status));
  session = current;
  context.subscriptions.push(
    log,
    status,
    commands.registerCommand("voxml.restart", () => current.restart()),
    commands.registerCommand("voxml.showLog", () => {
      log.show();
    }),
    commands.registerCommand("voxml.install", () => {
      install(current.install);
    }),
    commands.registerCommand("voxml.hearDocument", () => onDocument("voxml.hear")),
    commands.registerCommand("voxml.showFlowOfDocument", () => onDocument("voxml.showFlow")),
    workspace.onDidChangeConfiguration((change) => {
      if (["voxml.path", "voxml.enabled", "voxml.python"].some((name) => change.affectsConfiguration(name))) {
        void current.restart();
      }
    }),
    workspace.onDidGrantWorkspaceTrust(() => void current.restart()),
  );
  const isEnabled = workspace.getConfiguration("voxml", firstFolder()).get<boolean>("enabled", true);
  if (isEnabled && workspace.isTrusted) {
    await current.start();
  } else {
    await associateXml(context);
  }
}

/** End the language server. */
export async function deactivate(): Promise<void> {
  await session?.stop();
}

function makeHost(context: ExtensionContext, log: LogOutputChannel, status: Status): Host {
  return {
    surroundings,
    makeClient: (server) => {
      log.appendLine(`starting ${server.command} ${server.args.join(" ")}, from ${server.origin}`);
      return makeClient(server, log, workspace.getConfiguration("voxml", firstFolder()).get<boolean>("python", true));
    },
    reasonOf,
    starting: () => {
      status.starting();
    },
    running: (version, origin) => {
      status.running(version, origin);
      void commands.executeCommand("setContext", "voxml.isRunning", true);
    },
    missing: (reason, command) => {
      log.appendLine(`${reason}\nto install it: ${command}`);
      status.missing(reason);
      void commands.executeCommand("setContext", "voxml.isRunning", false);
      void offerToInstall(reason, command);
    },
    withoutServer: () => associateXml(context),
  };
}

async function surroundings(): Promise<Surroundings> {
  const folder = firstFolder();
  return {
    folder: folder?.fsPath,
    configured: workspace.getConfiguration("voxml", folder).get<string>("path", "").trim(),
    interpreters: await selectedInterpreters(folder),
    searchPath: process.env["PATH"] ?? "",
    platform: process.platform,
  };
}

function firstFolder(): Uri | undefined {
  return workspace.workspaceFolders?.[0]?.uri;
}

async function offerToInstall(reason: string, command: string): Promise<void> {
  const chosen = await window.showWarningMessage(
    `VoxML: ${reason}. Schemas and snippets work without it; to install it: ${command}`,
    "Install",
    "Copy the Command",
  );
  if (chosen === "Install") {
    install(command);
  } else if (chosen === "Copy the Command") {
    await env.clipboard.writeText(command);
  }
}

/** Run the command in a terminal that is looked at; then restart. */
function install(command: string): void {
  const terminal = window.createTerminal("Install VoxML");
  terminal.show();
  terminal.sendText(command);
  void window.showInformationMessage("VoxML: restart the language server when it is installed.", "Restart").then(
    (chosen) => (chosen === "Restart" ? commands.executeCommand("voxml.restart") : undefined),
  );
}

async function onDocument(command: string): Promise<void> {
  const document = window.activeTextEditor?.document;
  if (document !== undefined) {
    await commands.executeCommand(command, document.uri.toString());
  }
}
