// Which Python the workspace uses.

import { extensions, type Uri, workspace } from "vscode";

interface PythonApi {
  readonly environments?: { getActiveEnvironmentPath(resource?: Uri): { readonly path: string } };
}

/** Return the interpreters that are selected for a folder, best first: by the Python extension, then by its setting. */
export async function selectedInterpreters(folder: Uri | undefined): Promise<string[]> {
  const found: string[] = [];
  const python = extensions.getExtension<PythonApi>("ms-python.python");
  if (python !== undefined) {
    try {
      const api = python.isActive ? python.exports : await python.activate();
      found.push(api.environments?.getActiveEnvironmentPath(folder).path ?? "");
    } catch {
      // Without it the setting and the folder still say enough.
    }
  }
  const setting = workspace.getConfiguration("python", folder).get<string>("defaultInterpreterPath", "");
  found.push(setting.replaceAll("${workspaceFolder}", folder?.fsPath ?? "."));
  // A bare name such as `python` says nothing about an environment.
  return found.filter((each) => /[/\\]/.test(each));
}
