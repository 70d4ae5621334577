// Monaco with the language server over a WebSocket, by Monaco's own client.

import * as monaco from "monaco-editor";

const isDark = matchMedia("(prefers-color-scheme: dark)").matches;

self.MonacoEnvironment = { getWorker: () => new Worker("/worker.js") };

async function start() {
  const { folder, file, text } = await (await fetch("/session.json")).json();
  const transport = await monaco.lsp.WebSocketTransport.connectTo({ address: `ws://${location.host}/server` });
  window.client = new monaco.lsp.MonacoLspClient(transport);
  const model = monaco.editor.createModel(text, "xml", monaco.Uri.file(`${folder}/${file}`));
  window.editor = monaco.editor.create(document.querySelector("#editor"), {
    model,
    theme: isDark ? "vs-dark" : "vs",
    automaticLayout: true,
    fontSize: 14,
    fontFamily: "'JetBrains Mono', 'DejaVu Sans Mono', monospace",
    lineHeight: 22,
    minimap: { enabled: false },
    scrollBeyondLastLine: false,
    renderLineHighlight: "none",
    overviewRulerLanes: 0,
    wordBasedSuggestions: "off",
    suggest: { showStatusBar: false, preview: false },
    hover: { delay: 100, above: false },
    padding: { top: 10 },
    fixedOverflowWidgets: true,
  });
  window.monaco = monaco;
  document.body.classList.toggle("dark", isDark);
  monaco.editor.onDidChangeMarkers(() => showProblems(model));
}

/** List the problems below the editor. */
function showProblems(model) {
  const list = document.querySelector("#problems");
  list.replaceChildren();
  const markers = monaco.editor.getModelMarkers({ resource: model.uri });
  for (const each of markers.sort((one, other) => one.startLineNumber - other.startLineNumber)) {
    const row = document.createElement("li");
    row.className = each.severity === monaco.MarkerSeverity.Error ? "error" : "warning";
    const rule = document.createElement("span");
    rule.textContent = `voxml(${typeof each.code === "object" ? each.code.value : each.code})`;
    const where = document.createElement("span");
    where.textContent = `[Ln ${each.startLineNumber}, Col ${each.startColumn}]`;
    row.append(each.message, rule, where);
    list.append(row);
  }
  document.querySelector("#count").textContent = markers.length;
}

window.start = start;
start();
