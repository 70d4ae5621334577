// The documents of the site: their problems, and the steps of the one that is selected.

import { $, icon, make, plural, refill } from "./parts.js";
import { cardOf, entryNow, select, state, subscribe } from "./store.js";

let query = "";

export function mount() {
  subscribe((changed) => {
    if (["site", "selection", "moment", "call"].some((part) => changed.has(part))) draw();
  });
}

export function search(text) {
  query = text.trim().toLowerCase();
  draw();
}

export const matches = (doc) => !query || [doc.title, doc.name, ...doc.steps.map((step) => step.text)].join(" ").toLowerCase().includes(query);

function ordered() {
  const entries = new Set(state.site.entries);
  const rank = (doc) => (doc.is_entry || entries.has(doc.name) ? 0 : 1);
  return [...state.site.documents].sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
}

let shown = "";
function draw() {
  if (!state.site) return;
  const found = ordered().filter(matches);
  const now = entryNow();
  const key = JSON.stringify([state.site.version, state.site.boot, query, state.selection, now?.document, now?.step, state.site.error]);
  if (key === shown) return;
  shown = key;
  const focused = document.activeElement?.closest?.("#documents") ? document.activeElement.id : "";
  refill($("documents"), found.map((doc) => item(doc, now)));
  if (focused) $(focused)?.focus({ preventScroll: true });
  $("documents-count").textContent = found.length === state.site.documents.length
    ? plural(found.length, "document") : `${found.length} of ${plural(state.site.documents.length, "document")}`;
}

function item(doc, now) {
  const isSelected = state.selection.document === doc.name;
  const isPlaying = now !== null && now.document !== null && cardOf(now.document) === doc.name;
  const worst = ["error", "warning", "info"].find((severity) => doc.counts[severity]);
  const count = Object.values(doc.counts).reduce((sum, each) => sum + each, 0);
  const button = make("button.document", {
    type: "button", id: `document-${doc.name}`, "aria-current": isSelected ? "true" : null,
    onclick: () => select(doc.name),
  },
  icon(doc.is_broken ? "broken" : doc.is_entry ? "entry" : "say"),
  make("span.names", {}, make("span.title", {}, doc.title),
    make("span.path", {}, doc.name.endsWith("/*") ? `one of ${plural(doc.copies, "document")}` : doc.path.split("/").pop())),
  worst ? make(`span.count.${worst}`, { title: plural(count, "problem") }, String(count), make("span.hidden", {}, ` ${worst === "info" ? "notes" : plural(count, worst)}`.replace(/^ \d+/, ""))) : null);
  const row = make(`li${doc.is_broken ? ".broken" : ""}${doc.is_entry ? ".entry" : ""}${isPlaying ? ".playing" : ""}`, {}, button);
  if (isSelected) row.append(make("ol.steps", { "aria-label": `Steps of ${doc.title}` }, ...doc.steps.map((step) => stepItem(doc, step, now))));
  return row;
}

function stepItem(doc, step, now) {
  const isSelected = state.selection.step === step.step;
  const isPlaying = now !== null && now.document !== null && cardOf(now.document) === doc.name && now.step === step.step;
  return make(`li${isPlaying ? ".playing" : ""}`, {}, make(`button.step${step.is_reached ? "" : ".never"}`, {
    type: "button", id: `step-${doc.name}-${step.step}`, "aria-current": isSelected ? "true" : null, onclick: () => select(doc.name, step.step),
  }, icon(step.kind), make("span", {}, step.text)));
}
