// The source of the document that is selected or plays: its lines, the one that is meant, and problems under theirs.

import { $, make } from "./parts.js";
import { placesOf, textOf } from "./server.js";
import { cut, pieces } from "./syntax.js";
import { cardOf, documentOf, entryNow, select, state, subscribe } from "./store.js";

let wanted = { path: null, line: null };
let drawn = "";

export function mount() {
  subscribe((changed) => {
    if (["selection", "moment", "call", "site"].some((part) => changed.has(part))) follow(changed);
  });
  $("code").addEventListener("click", (event) => {
    const row = event.target.closest("[data-line]");
    if (row && !String(getSelection())) pick(Number(row.dataset.line));
  });
}

// A path as it is below the folder of the site.
export const short = (path) => (path || "").replace(`${state.site.folder}/`, "");

let lastSelection = null, lastEntry = null;
async function follow(changed) {
  if (!state.site) return;
  const entry = entryNow();
  const { selection } = state;
  const isNewEntry = entry !== null && entry.document !== null && entry.id !== lastEntry;
  const isNewSelection = selection !== lastSelection;
  lastEntry = entry ? entry.id : null;
  lastSelection = selection;
  if (isNewEntry) show(entry.path, entry.line, true);
  else if (isNewSelection && selection.document !== null) await showStep(selection.document, selection.step);
  else if (changed.has("site")) await again();
}

// What is shown once more after a change; before anything else, the document with which calls begin.
async function again() {
  if (wanted.path === null) await showStep(cardOf(state.site.start), null);
  else if (state.selection.document !== null && entryNow() === null) await showStep(state.selection.document, state.selection.step);
  else show(wanted.path, wanted.line, false);
}

export async function showStep(name, step) {
  const doc = documentOf(name);
  if (!doc) return;
  const places = await placesOf(doc.first);
  const place = places.positions.find((each) => each.step === step && each.prompt === "");
  const problem = step === null ? state.site.problems.find((each) => each.document === doc.name && each.severity === "error") : null;
  show(place ? place.path : problem ? problem.path : places.path, place ? place.line : problem ? problem.line : null);
}

export async function show(path, line, isPlaying = false) {
  wanted = { path, line, isPlaying };
  const text = path === null ? null : await textOf(path);
  if (wanted.path !== path || wanted.line !== line) return; // something else is wanted by now
  const maker = state.site.documents.find((doc) => `${doc.first}.json` === path && doc.path !== path);
  $("source-path").textContent = short(path);
  $("source-note").textContent = maker ? `made by ${short(maker.path)}` : "";
  const problems = state.site.problems.filter((each) => each.path === path);
  const key = JSON.stringify([path, text, problems]);
  if (key !== drawn) {
    drawn = key;
    drawLines(text, problems, path);
  }
  mark(line, isPlaying);
}

function drawLines(text, problems, path) {
  if (text === null) {
    $("code").replaceChildren(make("p.empty", {}, "This text can't be shown."));
    return;
  }
  const lines = text.replace(/(\r\n|\r|\n)$/, "").split(/\r\n|\r|\n/);
  const coloured = pieces(lines, path);
  $("code").replaceChildren(...lines.map((line, place) => {
    const found = problems.filter((problem) => problem.line === place + 1);
    const worst = ["error", "warning", "info"].find((severity) => found.some((problem) => problem.severity === severity));
    const row = make(`span.line${worst ? `.${worst}` : ""}`, { data: { line: place + 1 } },
      make("span.number", { "aria-hidden": "true" }, String(place + 1)), make("span.text", {}, ...marked(coloured[place], line, found)));
    // What does not fit goes on below, further in than the line itself.
    row.style.setProperty("--indent", `${Math.min(24, line.length - line.trimStart().length) + 2}ch`);
    for (const problem of found) row.append(make(`span.message.${problem.severity}`, {}, problem.message));
    return row;
  }));
}

// The coloured pieces of a line, with the characters that a problem is about underlined.
function marked(found, line, problems) {
  const first = problems.find((problem) => problem.column <= line.length);
  const from = first ? first.column - 1 : 0;
  const to = !first ? 0 : first.end_line === first.line ? Math.max(from + 1, first.end_column - 1) : line.length;
  const parts = cut(found, from, to).map(([kind, text, isMarked]) => {
    const whole = text.length < 40 && !text.includes(" ") && (kind === "value" || kind === "name" || kind === "tag") ? ".whole" : "";
    return kind || isMarked ? make(`span${kind ? `.${kind}` : ""}${whole}${isMarked ? `.squiggle.${first.severity}` : ""}`, {}, text) : text;
  });
  return parts.length ? parts : [" "];
}

function mark(line, isPlaying) {
  for (const row of $("code").querySelectorAll(".here")) {
    row.classList.remove("here", "playing");
    row.removeAttribute("aria-current");
  }
  const row = line === null ? null : $("code").querySelector(`[data-line="${line}"]`);
  if (!row) return;
  row.classList.add("here");
  row.classList.toggle("playing", isPlaying);
  row.setAttribute("aria-current", "true");
  // Only the source scrolls, not the page.
  const top = row.offsetTop - $("code").clientHeight / 2;
  if (row.offsetTop < $("code").scrollTop + 20 || row.offsetTop + row.offsetHeight > $("code").scrollTop + $("code").clientHeight - 20) $("code").scrollTop = top;
}

// The step that is written at a line is selected.
async function pick(line) {
  for (const doc of state.site.documents.filter((each) => each.path === wanted.path || `${each.first}.json` === wanted.path)) {
    const places = await placesOf(doc.first);
    const at = places.positions.filter((each) => each.path === wanted.path && each.line <= line).sort((a, b) => b.line - a.line)[0];
    if (at) { select(doc.name, at.step); return; }
    if (doc.path === wanted.path) { select(doc.name, null); return; }
  }
}
