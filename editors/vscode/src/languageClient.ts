// The client: which texts the server is asked about, and what of its answers is shown.

import { type CodeLens, type LogOutputChannel, type TextDocument, workspace } from "vscode";
import { LanguageClient, type LanguageClientOptions, TransportKind } from "vscode-languageclient/node";
import type { Server } from "./findServer";

/** Return a client for a server; nothing is started yet. */
export function makeClient(server: Server, log: LogOutputChannel, checksPython: boolean): LanguageClient {
  const run = { command: server.command, args: [...server.args], transport: TransportKind.stdio };
  return new LanguageClient("voxml", "VoxML", { run, debug: run }, options(log, checksPython));
}

function options(log: LogOutputChannel, checksPython: boolean): LanguageClientOptions {
  return {
    documentSelector: [
      ...["xml", "json", "voxml-template", "voxml-template-json"].flatMap((language) => [
        { scheme: "file", language },
        { scheme: "untitled", language },
      ]),
      { scheme: "file", pattern: "**/*.{xml,json}.{j2,jinja,jinja2}" },
      { scheme: "file", pattern: "**/{voxml,pyproject}.toml" },
      ...(checksPython ? [{ scheme: "file", language: "python" }] : []),
    ],
    outputChannel: log,
    synchronize: { fileEvents: workspace.createFileSystemWatcher("**/*.{xml,json,j2,py,toml,csv,jsonl}") },
    middleware: {
      provideCodeLenses: async (document: TextDocument, token, next): Promise<CodeLens[]> => {
        const isShown = workspace.getConfiguration("voxml", document).get<boolean>("codeLens", true);
        return isShown ? ((await next(document, token)) ?? []) : [];
      },
    },
  };
}
