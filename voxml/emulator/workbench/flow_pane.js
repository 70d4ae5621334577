// The flow in the middle: the diagram, and below it the card that is selected, with its problems as the terminal has them.

import { mountFlow } from "./flow.js";
import { $, make } from "./parts.js";
import { cardOf, documentOf, entryNow, select, state, stepOf, subscribe } from "./store.js";

let flow = null;
let kept = null;
let hear = () => {};
// The styles of the diagram and those of the page are kept from each other.
const root = $("flow").attachShadow({ mode: "open" });

const isSeen = () => $("flow").clientWidth > 0;
const rowsOf = (name) => [...root.querySelectorAll(`.card[data-document="${CSS.escape(name)}"] .step`)];
const pointerOf = (name, step) => (step === null ? null : rowsOf(name).find((row) => row.dataset.step === String(step))?.dataset.pointer ?? null);
const stepAt = (name, pointer) => {
  const row = pointer ? rowsOf(name).find((each) => each.dataset.pointer === pointer) : null;
  return row?.dataset.step ? Number(row.dataset.step) : null;
};

export function mount(handlers) {
  hear = handlers.hear;
  kept = handlers.kept;
  // What is selected while the flow is hidden is shown once it can be seen.
  new ResizeObserver(() => { if (isSeen()) { follow(); light(); } }).observe($("flow"));
  subscribe((changed) => {
    if (changed.has("flow") || changed.has("recorded")) drawFlow();
    if (changed.has("selection") || changed.has("flow")) follow();
    if (["moment", "call", "flow"].some((part) => changed.has(part))) light();
    if (["selection", "site", "flow", "call"].some((part) => changed.has(part))) drawBar();
  });
}

export const keptState = () => flow?.state() ?? null;
export const search = (text) => flow?.search(text);
export const zoomTo = (name) => flow?.zoomTo(name);

function drawFlow() {
  $("flow-empty").hidden = Boolean(state.flow);
  if (!state.flow) return;
  if (flow) { flow.replace(state.flow); return; }
  const box = make("div");
  box.style.cssText = "position:absolute;inset:0";
  root.append(box);
  flow = mountFlow(box, state.flow, {
    onSelect: (name, pointer) => select(name, stepAt(name, pointer)),
    onHear: state.recorded ? null : (name, pointer) => hear(name, stepAt(name, pointer) || 0),
  });
  if (kept) flow.restore(kept);
}

let selected = "";
function follow() {
  const { document: name, step } = state.selection;
  const key = JSON.stringify([name, step]);
  if (!flow || key === selected || !isSeen()) return;
  selected = key;
  flow.select(name, name === null ? null : pointerOf(name, step));
  flow.path?.(name);
}

let lit = "";
function light() {
  if (!flow || !isSeen()) return;
  const entry = entryNow();
  const name = entry?.document ?? null;
  const pointer = name === null ? null : pointerOf(cardOf(name), entry.step);
  const key = JSON.stringify([name, pointer, state.site?.version]);
  if (key === lit) return;
  lit = key;
  flow.light(name === null ? null : cardOf(name), pointer);
}

// --- the problems of the selected card -------------------------------------------------------------------------------

function drawBar() {
  const bar = $("card-bar");
  const doc = state.selection.document === null ? null : documentOf(state.selection.document);
  const step = doc === null ? null : stepOf(doc.name, state.selection.step);
  const problems = doc === null ? [] : state.site.problems.filter((each) => each.document === doc.name && each.severity !== "info"
    && (step === null || each.step === null || each.step === step.step));
  bar.hidden = problems.length === 0;
  // Warnings are in the list; where a document is broken, its errors come first.
  const errors = problems.filter((each) => each.severity === "error");
  bar.replaceChildren(...(errors.length ? errors : problems).slice(0, 2).map((each) => make(`pre.frame.${each.severity}`, { tabindex: "0", "aria-label": `${each.severity}: ${each.message}` }, each.frame)));
}
