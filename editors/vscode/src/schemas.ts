// Schemas without the server: XML by the extension of Red Hat, in folders that have a voxml.toml.

import * as path from "node:path";
import { extensions, type ExtensionContext, workspace } from "vscode";

interface XmlApi {
  addXMLFileAssociations(associations: readonly { pattern: string; systemId: string }[]): void;
}

/** Let the XML extension check documents by the XSD; nothing happens where it is not installed. */
export async function associateXml(context: ExtensionContext): Promise<void> {
  const xml = extensions.getExtension<XmlApi>("redhat.vscode-xml");
  if (xml === undefined || !workspace.getConfiguration("voxml").get<boolean>("schemas", true)) {
    return;
  }
  const settings = await workspace.findFiles("**/voxml.toml", "**/{node_modules,.venv,venv}/**", 50);
  if (settings.length > 0) {
    const api = xml.isActive ? xml.exports : await xml.activate();
    const systemId = context.asAbsolutePath("schemas/voxml-1.0.xsd");
    api.addXMLFileAssociations(
      settings.map((file) => ({ pattern: `${path.posix.dirname(file.path)}/**/*.xml`, systemId })),
    );
  }
}
