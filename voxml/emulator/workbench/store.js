// The one state of the page. Views subscribe, and are told which parts of it changed.

export const state = {
  site: null, // documents, problems and counts, as the server gives them
  flow: "", // the diagram, as SVG
  selection: { document: null, step: null }, // `document` is the name of a card
  moment: null, // the id of the entry that is looked at; null is now
  call: null, // the call that goes on, or the last one
  connection: "open", // open, lost
  recorded: false, // whether the page is a file with one call in it
  options: { voice: true, tones: true },
};

const listeners = [];

export const subscribe = (listener) => listeners.push(listener);

export function update(parts) {
  Object.assign(state, parts);
  const changed = new Set(Object.keys(parts));
  for (const listener of listeners) listener(changed);
}

// --- what views ask ------------------------------------------------------------------------------------------------

export const documentOf = (name) => state.site?.documents.find((each) => each.name === cardOf(name)) || null;

// The card of a document: that of its template, where each row has a document of its own.
export const cardOf = (name) => (state.site?.cards || {})[name] || name;

export const titleOf = (name) => documentOf(name)?.title || name;

export const stepOf = (name, step) => documentOf(name)?.steps.find((each) => each.step === step) || null;

// The entry of the call that is looked at: the chosen one, or the last one that is somewhere in a document.
export function entryNow() {
  const entries = state.call ? state.call.entries : [];
  if (state.moment !== null) return entries[state.moment] || null;
  if (!state.call || state.call.phase === "over") return null;
  return entries.findLast((each) => each.document !== null) || null;
}

// --- what views do -------------------------------------------------------------------------------------------------

export function select(document, step = null) {
  update({ selection: { document: document === null ? null : cardOf(document), step } });
}

export function lookAt(id) {
  const entry = id === null ? null : state.call?.entries[id];
  const parts = { moment: entry ? id : null };
  if (entry && entry.document !== null) parts.selection = { document: cardOf(entry.document), step: entry.step };
  update(parts);
}
