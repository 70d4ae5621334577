// The server: what it is asked, and what it reports. A recorded page has everything in itself.

import { state, update } from "./store.js";

const recorded = JSON.parse(document.getElementById("recorded")?.textContent || "null");
const texts = new Map();
const places = new Map();

async function get(path) {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(`${path}: the server answered ${answer.status}`);
  return answer;
}

export async function post(path, body = {}) {
  let answer;
  try {
    answer = await fetch(path, {
      method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  } catch {
    return "the server does not answer";
  }
  if (answer.ok) return null;
  const problem = await answer.json().catch(() => ({}));
  return problem.error?.message || `the server answered ${answer.status}`;
}

export const toCall = (what, body) => post(`/_emulator/calls/${state.call.uuid}/${what}`, body);

// Where the instructions of a document are written.
export async function placesOf(name) {
  if (recorded) return recorded.places[name] || { path: name, note: "", positions: [] };
  if (!places.has(name)) {
    places.set(name, get(`/_voxml/document?name=${encodeURIComponent(name)}`).then((answer) => answer.json())
      .catch(() => ({ path: name, note: "", positions: [] })));
  }
  return places.get(name);
}

export async function textOf(path) {
  if (recorded) return recorded.texts[path] ?? null;
  if (!texts.has(path)) {
    texts.set(path, get(`/_voxml/source?path=${encodeURIComponent(path)}`).then((answer) => answer.text())
      .catch(() => null));
  }
  return texts.get(path);
}

export const soundOf = (text, language) => `/_voxml/speech?${new URLSearchParams({ text, language })}`;

let loading = Promise.resolve();
export function load() {
  loading = loading.then(async () => {
    try {
      const [site, flow] = await Promise.all([
        get("/_voxml/state").then((answer) => answer.json()), get("/_voxml/flow.svg").then((answer) => answer.text())]);
      texts.clear();
      places.clear();
      // The lists and the source first: to lay out a large diagram takes longer.
      update({ site });
      if (flow === state.flow) return;
      if (state.flow) await new Promise((done) => { setTimeout(done, 60); });
      update({ flow });
    } catch { /* the events say when the server is back */ }
  });
  return loading;
}

// Calls the handler of each kind of event, and says when the server is gone and back.
export function listen(handlers) {
  if (recorded) {
    update({ site: recorded.site, flow: recorded.flow, recorded: true });
    for (const event of recorded.events) handlers[event.type](event);
    return;
  }
  const events = new EventSource("/_voxml/events");
  events.onmessage = (message) => {
    const event = JSON.parse(message.data);
    handlers[event.type](event);
  };
  events.onerror = () => {
    if (state.connection !== "lost") update({ connection: "lost" });
    // The browser tries again by itself after a broken connection, but slowly, and not after an answer that is no stream.
    events.close();
    setTimeout(() => listen(handlers), 400);
  };
}
