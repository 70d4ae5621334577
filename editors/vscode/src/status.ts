// The status item, and what it says.

import { languages, LanguageStatusSeverity } from "vscode";

export interface Status {
  /** The server is being started. */
  starting(): void;
  /** It runs: its version, and where it was found. */
  running(version: string, origin: string): void;
  /** It does not run, and why. */
  missing(reason: string): void;
  dispose(): void;
}

const SELECTOR = ["xml", "json", "voxml-template", "voxml-template-json", "python"].map((language) => ({ language }));

/** Return the item that stands in the status bar beside the language. */
export function makeStatus(): Status {
  const item = languages.createLanguageStatusItem("voxml.status", SELECTOR);
  item.name = "VoxML";
  return {
    starting: () => {
      item.busy = true;
      item.severity = LanguageStatusSeverity.Information;
      item.text = "VoxML";
      item.detail = "the language server starts";
    },
    running: (version, origin) => {
      item.busy = false;
      item.severity = LanguageStatusSeverity.Information;
      item.text = `VoxML ${version}`;
      item.detail = `from ${origin}`;
      item.command = { command: "voxml.showLog", title: "Show Log" };
    },
    missing: (reason) => {
      item.busy = false;
      item.severity = LanguageStatusSeverity.Warning;
      item.text = "VoxML";
      item.detail = reason;
      item.command = { command: "voxml.install", title: "Install" };
    },
    dispose: () => {
      item.dispose();
    },
  };
}
