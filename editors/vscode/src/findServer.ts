// Find the language server: a `voxml` in the environment that the workspace uses. Knows nothing of VS Code.

import { existsSync, statSync } from "node:fs";
import * as path from "node:path";

/** What is known about the workspace. */
export interface Surroundings {
  /** The folder, or undefined where a single file is open. */
  readonly folder: string | undefined;
  /** The setting `voxml.path`. */
  readonly configured: string;
  /** Python interpreters that are selected for the folder, best first. */
  readonly interpreters: readonly string[];
  /** The PATH. */
  readonly searchPath: string;
  readonly platform: NodeJS.Platform;
}

/** A program to run, and where it was found. */
export interface Server {
  readonly command: string;
  readonly args: readonly string[];
  readonly origin: string;
}

/** Why there is none, and what installs it. */
export interface Missing {
  readonly reason: string;
  readonly install: string;
}

export type Found = Server | Missing;

const FOLDERS = [".venv", "venv", "env", ".env"];

export function isServer(found: Found): found is Server {
  return "command" in found;
}

/** Return the server to run, or what to do to have one. */
export function findServer(around: Surroundings): Found {
  if (around.configured !== "") {
    return configured(around);
  }
  for (const interpreter of around.interpreters) {
    const server = beside(interpreter, around.platform);
    if (server !== undefined) {
      return { command: server, args: ["lsp"], origin: `the selected interpreter ${interpreter}` };
    }
  }
  for (const name of around.folder === undefined ? [] : FOLDERS) {
    const server = inEnvironment(path.join(around.folder ?? "", name), around.platform);
    if (server !== undefined) {
      return { command: server, args: ["lsp"], origin: `${name} of the workspace` };
    }
  }
  for (const folder of around.searchPath.split(path.delimiter)) {
    const server = folder === "" ? undefined : programIn(folder, around.platform);
    if (server !== undefined) {
      return { command: server, args: ["lsp"], origin: "the PATH" };
    }
  }
  return { reason: "found no voxml in the environment of this workspace", install: installCommand(around) };
}

function configured(around: Surroundings): Found {
  const command = path.resolve(
    around.folder ?? ".",
    around.configured.replaceAll("${workspaceFolder}", around.folder ?? ".").replace(/^~(?=[/\\])/, homeOf()),
  );
  return isFile(command)
    ? { command, args: ["lsp"], origin: "the setting voxml.path" }
    : { reason: `voxml.path: found no file ${command}`, install: installCommand(around) };
}

function homeOf(): string {
  return process.env["HOME"] ?? process.env["USERPROFILE"] ?? "~";
}

/** Return the command that installs the server into the environment that would be used. */
export function installCommand(around: Surroundings): string {
  const requirement = around.platform === "win32" ? '"voxml[all]"' : "'voxml[all]'";
  const environment = FOLDERS.map((name) => path.join(around.folder ?? "", name)).find((folder) =>
    existsSync(path.join(folder, "pyvenv.cfg")),
  );
  const inFolder = environment === undefined ? undefined : pythonIn(environment, around.platform);
  const python = around.interpreters[0] ?? inFolder ?? (around.platform === "win32" ? "py" : "python3");
  return `${quoted(python)} -m pip install ${requirement}`;
}

function quoted(text: string): string {
  return text.includes(" ") ? `"${text}"` : text;
}

function pythonIn(environment: string, platform: NodeJS.Platform): string {
  return platform === "win32"
    ? path.join(environment, "Scripts", "python.exe")
    : path.join(environment, "bin", "python");
}

function inEnvironment(environment: string, platform: NodeJS.Platform): string | undefined {
  return programIn(path.join(environment, platform === "win32" ? "Scripts" : "bin"), platform);
}

/** Return the `voxml` of the environment that an interpreter belongs to. */
function beside(interpreter: string, platform: NodeJS.Platform): string | undefined {
  const folder = path.dirname(interpreter);
  // On Windows a python outside of an environment has its programs in Scripts.
  return programIn(folder, platform) ?? programIn(path.join(folder, "Scripts"), platform);
}

function programIn(folder: string, platform: NodeJS.Platform): string | undefined {
  const program = path.join(folder, platform === "win32" ? "voxml.exe" : "voxml");
  return isFile(program) ? program : undefined;
}

function isFile(name: string): boolean {
  try {
    return statSync(name).isFile();
  } catch {
    return false;
  }
}
