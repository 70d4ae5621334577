// What TryVox asks for in the call: documents and webhooks, each with what was sent and what came back.

import { $, clock, make, toggle } from "./parts.js";
import { cardOf, lookAt, select, state, subscribe } from "./store.js";

const open = new Set();
let drawn = "";

export function mount() {
  subscribe((changed) => { if (["call", "selection", "moment"].some((part) => changed.has(part))) draw(); });
}

// The requests of the call in the order in which they were made.
export function requestsOf(call) {
  const fetched = call.entries.filter((entry) => entry?.detail?.what && (entry.kind === "fetch" || entry.kind === "beyond"));
  const documents = fetched.map((entry) => {
    const [method, url] = entry.text.split(/[ ,]/, 2);
    const response = entry.detail.response || {};
    return { id: `entry-${entry.id}`, entry, at: entry.at, clock: entry.clock, what: entry.detail.what, method, url, sent: entry.detail.sent,
      status: entry.kind === "beyond" ? "elsewhere" : response.status ?? (response.problem ? "failed" : "…"), problem: response.problem, body: response.body,
      document: documentAfter(call, entry) };
  });
  const hooks = call.webhooks.map((hook) => {
    const last = hook.attempts[hook.attempts.length - 1] || {};
    return { id: `hook-${hook.what}-${hook.at}-${hook.url}`, entry: null, at: hook.at, clock: null, what: hook.what, method: hook.method, url: hook.url,
      sent: hook.payload, status: last.problem ? "failed" : last.status ?? "not sent", problem: last.problem, body: last.body, document: null, tries: hook.attempts.length };
  });
  return [...documents, ...hooks].sort((a, b) => a.at - b.at);
}

// The document that a request brought: that of the first entry after it that is in one.
function documentAfter(call, entry) {
  const next = call.entries.slice(entry.id + 1).find((each) => each && (each.document !== null || each.kind === "fetch"));
  return next && next.kind !== "fetch" ? next.document : null;
}

function draw() {
  const requests = state.call ? requestsOf(state.call) : [];
  $("requests-count").textContent = requests.length ? String(requests.length) : "";
  $("requests-count").hidden = requests.length === 0;
  $("requests-empty").hidden = requests.length > 0;
  const key = JSON.stringify([state.call?.uuid, requests.map((each) => [each.id, each.status, each.document]), state.selection.document, state.moment]);
  if (key === drawn) return;
  drawn = key;
  const list = $("requests");
  const stays = list.scrollHeight - list.scrollTop - list.clientHeight < 40, top = list.scrollTop;
  list.replaceChildren(...requests.map(item));
  list.scrollTop = stays ? list.scrollHeight : top;
}

function item(request) {
  const isBad = request.problem || Number(request.status) >= 300 || request.status === "failed";
  const isRelated = request.document !== null && cardOf(request.document) === state.selection.document;
  const path = request.url.replace(/^https?:\/\/[^/]+/, "");
  const fold = make("details", { open: open.has(request.id) || null },
    make("summary", {}, make("span.at", {}, request.clock === null ? "" : clock(request.clock)), make("span.method", {}, request.method),
      make("span.url", { title: request.url }, path || request.url), make(`span.status${isBad ? ".bad" : ""}`, {}, String(request.status))),
    make("p.about", {}, `${request.what} · ${request.url}${request.tries > 1 ? ` · ${request.tries} tries` : ""}`),
    request.problem ? make("p.problem", {}, request.problem) : null,
    make("p.label", {}, "Sent"), make("pre", { tabindex: "0" }, JSON.stringify(request.sent, null, 2)),
    request.body ? make("p.label", {}, "Came back") : null, request.body ? make("pre", { tabindex: "0" }, pretty(request.body)) : null);
  fold.firstChild.addEventListener("click", (event) => {
    toggle(event, fold, open, request.id);
    if (request.entry && state.call.phase === "over") lookAt(request.entry.id);
    if (request.document !== null) select(request.document, null);
  });
  return make(`li${isRelated ? ".related" : ""}`, { data: { hook: request.id } }, fold);
}

function pretty(body) {
  try { return JSON.stringify(JSON.parse(body), null, 2); } catch { return body; }
}
