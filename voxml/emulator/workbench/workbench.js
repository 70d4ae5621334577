// The page: puts the views together, keeps what would be lost by a reload, and takes the keyboard.

import * as documents from "./documents.js";
import * as flow from "./flow_pane.js";
import { $, icon } from "./parts.js";
import * as phone from "./phone.js";
import * as problems from "./problems.js";
import * as requests from "./requests.js";
import { listen, load } from "./server.js";
import * as source from "./source.js";
import { select, state, subscribe, update } from "./store.js";
import * as timeline from "./timeline.js";

const NAME = `voxml ${location.pathname}`;
const kept = (() => {
  try { return JSON.parse(sessionStorage.getItem(NAME)) || {}; } catch { return {}; }
})();

// --- panes -----------------------------------------------------------------------------------------------------------

const PANES = ["flow", "phone", "source", "problems", "requests"];
let pane = "source"; // beside the phone, on a wide screen
let view = location.hash === "#phone" ? "phone" : kept.view || "flow"; // the only one, on a narrow screen

function showPane(name) {
  view = name;
  if (name !== "flow" && name !== "phone") pane = name;
  document.body.dataset.view = view;
  document.body.dataset.pane = pane;
  for (const each of PANES) {
    for (const tab of document.querySelectorAll(`[data-tab="${each}"]`)) {
      const isChosen = tab.closest("#bottom-tabs") ? each === view : each === pane;
      tab.setAttribute("aria-selected", String(isChosen));
      tab.tabIndex = isChosen ? 0 : -1;
    }
  }
}

function takeTabs(list) {
  const tabs = [...list.querySelectorAll("[data-tab]")];
  for (const tab of tabs) tab.addEventListener("click", () => showPane(tab.dataset.tab));
  list.addEventListener("keydown", (event) => {
    const place = tabs.indexOf(document.activeElement), by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by === undefined || place < 0) return;
    const next = tabs[(place + by + tabs.length) % tabs.length];
    next.focus();
    showPane(next.dataset.tab);
  });
}

function drawer(opens) {
  document.body.classList.toggle("drawer", opens);
  $("menu").setAttribute("aria-expanded", String(opens));
  $("shade").hidden = !opens;
  if (opens) $("documents").querySelector("button")?.focus();
}

// --- the width of the right side -------------------------------------------------------------------------------------

function widen(pixels) {
  const width = Math.round(Math.min(760, Math.max(360, pixels)));
  document.body.style.setProperty("--right", `${width}px`);
  $("grip").setAttribute("aria-valuenow", String(width));
  try { localStorage.setItem("voxml right", String(width)); } catch { /* only for now */ }
}

const widthNow = () => $("panes").getBoundingClientRect().width;
$("grip").addEventListener("pointerdown", (event) => $("grip").setPointerCapture(event.pointerId));
$("grip").addEventListener("pointermove", (event) => { if (event.buttons) widen(innerWidth - event.clientX); });
$("grip").addEventListener("keydown", (event) => {
  const by = { ArrowLeft: 24, ArrowRight: -24 }[event.key];
  if (by) { event.preventDefault(); widen(widthNow() + by); }
});
try {
  const width = Number(localStorage.getItem("voxml right"));
  if (width) widen(width);
} catch { /* as it is */ }
$("grip").setAttribute("aria-valuenow", String(Math.round(widthNow())));

// --- what the server is and says -------------------------------------------------------------------------------------

let boot = kept.boot || null;
const handlers = {
  ...phone.handlers,
  hello(event) {
    const isNew = state.connection === "lost";
    if (state.call && state.call.uuid !== event.call_uuid) phone.lose();
    boot = event.boot;
    update({ connection: "open" });
    if (isNew || !state.site || state.site.version !== event.version || state.site.boot !== event.boot) load();
  },
  site: () => { load(); },
};

function drawHead() {
  const lost = state.connection === "lost";
  document.body.classList.toggle("lost", lost);
  const error = state.site?.error;
  $("banner").hidden = !lost && !error;
  $("banner").className = lost ? "lost" : "error";
  $("banner-text").textContent = lost ? "The server is gone. This page waits and goes on when it is back." : error || "";
  if (!state.site) return;
  $("title").textContent = state.site.title;
  $("folder").textContent = state.site.folder;
  $("note").textContent = state.site.note || "";
  document.title = `${state.site.counts.error ? `(${state.site.counts.error}) ` : ""}${state.site.title} · voxml`;
}

// --- what a reload keeps ---------------------------------------------------------------------------------------------

function keep() {
  if (state.recorded) return;
  try {
    sessionStorage.setItem(NAME, JSON.stringify({ view, pane, boot, flow: flow.keptState(), selection: state.selection, search: $("search").value,
      open: problems.keptOpen(), call: state.call, start: $("start").value }));
  } catch { /* a full store keeps nothing */ }
}

// --- the keyboard ----------------------------------------------------------------------------------------------------

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") {
    if (document.body.classList.contains("drawer")) { drawer(false); $("menu").focus(); }
    else phone.hangUp();
    return;
  }
  if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
  if (/^[0-9*#]$/.test(event.key)) { event.preventDefault(); phone.press(event.key); }
  else if (event.key === "/") { event.preventDefault(); $("search").focus(); }
  else if (event.key === "Enter" && (event.target === document.body || event.target.id === "flow-pane")) {
    if (state.call?.phase === "ringing") phone.answer();
    else if (state.call?.phase !== "talking") phone.callStart();
  }
});

// --- begin -----------------------------------------------------------------------------------------------------------

try {
  Object.assign(state.options, JSON.parse(localStorage.getItem("voxml sound")) || {});
} catch { /* as it is */ }
for (const name of ["voice", "tones"]) {
  $(`option-${name}`).checked = state.options[name];
  $(`option-${name}`).addEventListener("change", (event) => {
    state.options[name] = event.target.checked;
    try { localStorage.setItem("voxml sound", JSON.stringify(state.options)); } catch { /* only for now */ }
  });
}

// On a small screen a document that is chosen in the drawer is shown in the flow.
subscribe((changed) => { if (changed.has("selection") && document.body.classList.contains("drawer")) { drawer(false); showPane("flow"); } });
documents.mount();
flow.mount({ hear: phone.hear, kept: kept.flow });
phone.mount();
source.mount();
problems.mount(kept.open);
requests.mount();
timeline.mount();
subscribe((changed) => { if (["site", "connection"].some((part) => changed.has(part))) drawHead(); });
subscribe((changed) => { if (changed.has("recorded")) document.body.classList.toggle("recorded", state.recorded); });

for (const list of document.querySelectorAll("[role=tablist]")) takeTabs(list);
pane = kept.pane || "source";
showPane(view);
if (view === "flow" || view === "phone") document.body.dataset.pane = pane;
$("menu").append(icon("menu"));
$("menu").addEventListener("click", () => drawer(!document.body.classList.contains("drawer")));
$("shade").addEventListener("click", () => drawer(false));
$("search").addEventListener("input", () => { documents.search($("search").value); flow.search($("search").value); });

if (kept.call) update({ call: { ...kept.call, answered: null } });
if (kept.selection) update({ selection: kept.selection });
if (kept.search) {
  $("search").value = kept.search;
  subscribe(function once(changed) { if (changed.has("flow")) { documents.search($("search").value); flow.search($("search").value); } });
}
addEventListener("pagehide", keep);

// What an address asks for: `#phone`, or `#document=menu.xml&view=hear` (or flow, source) with the path of a source.
function obey() {
  if (location.hash === "#phone") { showPane("phone"); $("ring").focus(); return; }
  const wanted = new URLSearchParams(location.hash.slice(1));
  const path = wanted.get("document");
  const doc = path === null ? null : state.site.documents.find((each) => source.short(each.path) === path || each.name === path);
  if (!doc) return;
  select(doc.name);
  const chosen = wanted.get("view") || "flow";
  if (chosen === "hear") {
    $("start").value = doc.first;
    showPane("phone");
    $("ring").focus();
  } else if (PANES.includes(chosen)) showPane(chosen);
  flow.zoomTo(doc.name);
}
subscribe(function first(changed) { if (changed.has("site") && !first.done) { first.done = true; setTimeout(obey); } });
addEventListener("hashchange", obey);
listen(handlers);
document.body.dataset.ready = "true";
