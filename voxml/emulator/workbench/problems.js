// The problems of the site, worst first; each opens to the lines where it is, as the terminal prints them.

import { $, make, plural, refill, toggle } from "./parts.js";
import { select, state, subscribe, titleOf } from "./store.js";
import { short, show } from "./source.js";

const open = new Set();
const SIGNS = { error: "✕", warning: "!", info: "i" };

export function mount(keptOpen) {
  for (const each of keptOpen || []) open.add(each);
  subscribe((changed) => { if (changed.has("site") || changed.has("selection")) draw(); });
}

export const keptOpen = () => [...open];

const nameOf = (problem) => `${problem.path}:${problem.rule}:${problem.pointer || problem.line}`;

function draw() {
  if (!state.site) return;
  const { problems, counts } = state.site;
  const all = Object.values(counts).reduce((sum, each) => sum + each, 0);
  $("problems-count").textContent = all ? String(all) : "";
  $("problems-count").className = `count ${counts.error ? "error" : counts.warning ? "warning" : "info"}`;
  $("problems-count").hidden = all === 0;
  $("tally").replaceChildren(...(all === 0 ? [make("span.good", {}, "No problems")] : ["error", "warning", "info"].filter((each) => counts[each])
    .map((each) => make(`span.${each}`, {}, make("i", { "aria-hidden": "true" }, SIGNS[each]), each === "info" ? plural(counts[each], "note") : plural(counts[each], each)))));
  $("problems-empty").hidden = problems.length > 0;
  const focused = document.activeElement?.closest?.("#problems") ? document.activeElement.closest("[data-name]")?.dataset.name : null;
  refill($("problems"), problems.map(item));
  if (focused) [...$("problems").children].find((each) => each.dataset.name === focused)?.querySelector("summary").focus({ preventScroll: true });
  const hidden = all - problems.length;
  if (hidden > 0) $("problems").append(make("li.more", {}, `… and ${plural(hidden, "problem")} more`));
}

const frame = (problem) => make("pre.frame", { tabindex: "0", "aria-label": "Lines of the problem" }, problem.frame);

function item(problem) {
  const name = nameOf(problem);
  const { document: selected, step } = state.selection;
  const isRelated = selected !== null && problem.document === selected && (step === null || problem.step === step);
  const fold = make("details", { open: open.has(name) || null },
    make("summary", {}, make(`span.sign.${problem.severity}`, {}, SIGNS[problem.severity], make("span.hidden", {}, ` ${problem.severity}: `)),
      make("span.what", {}, make("span.message", {}, problem.message),
        make("span.path", {}, `${short(problem.path)}:${problem.line}:${problem.column}`, make("code", {}, problem.rule)))),
    open.has(name) ? frame(problem) : null);
  fold.firstChild.addEventListener("click", (event) => {
    toggle(event, fold, open, name);
    if (fold.open && fold.children.length === 1) fold.append(frame(problem));
    if (problem.document !== null) select(problem.document, problem.step);
    setTimeout(() => show(problem.path, problem.line));
  });
  return make(`li${isRelated ? ".related" : ""}`, { data: { name }, "aria-label": problem.document === null ? null : `In ${titleOf(problem.document)}` }, fold);
}
