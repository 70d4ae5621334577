// The phone: rings, is picked up, hears the call, presses its keys and speaks; and the call as the page keeps it.

import { $, clock, icon, make } from "./parts.js";
import { post, toCall } from "./server.js";
import { cardOf, documentOf, lookAt, state, stepOf, subscribe, titleOf, update } from "./store.js";
import * as voice from "./voice.js";

const KEYS = [["1", ""], ["2", "abc"], ["3", "def"], ["4", "ghi"], ["5", "jkl"], ["6", "mno"], ["7", "pqrs"],
  ["8", "tuv"], ["9", "wxyz"], ["*", ""], ["0", "+"], ["#", ""]];
const NAMES = { "*": "star", "#": "hash" };
const WHO = { call: "", callee: "You", caller: "You", far: "Far side", event: "" };
const PHASES = { idle: "No call", ringing: "Ringing", talking: "On the call", over: "Call over" };
const HEARD = new Set(["say", "audio", "play", "music", "beep", "talk", "ring-tone", "speech", "unheard", "key", "problem", "room",
  "conference", "hang-up", "no-input", "over"]);

const phase = () => (state.call ? state.call.phase : "idle");
const isLive = () => phase() === "ringing" || phase() === "talking";

// --- what the server reports -----------------------------------------------------------------------------------------

export const handlers = {
  call(event) {
    update({
      moment: null,
      call: { uuid: event.call_uuid, from: event.from, to: event.to, start: event.start, step: event.step,
        phase: "ringing", entries: [], webhooks: [], moment: null, summary: null, answered: null, lost: false },
    });
    voice.ringTone(!state.recorded);
  },
  // Entries of the transcript: new ones, those whose end has moved, or with `replay` all of a call that goes on already.
  entries(event) {
    const call = state.call;
    if (!call) return;
    // The server's clock waits for a voice, and jumps on after it: the page's follows.
    if (event.elapsed !== null) call.answered = performance.now() - 1000 * event.elapsed;
    for (const entry of event.entries) {
      const isNew = call.entries[entry.id] === undefined;
      call.entries[entry.id] = entry;
      if (entry.kind === "answer" && call.phase === "ringing") {
        call.phase = "talking";
        voice.ringTone(false);
      }
      if (isNew && !event.replay) sound(entry);
      if (entry.is_cut) voice.stop(entry.id);
    }
    update({ call });
  },
  moment(event) {
    if (!state.call) return;
    state.call.moment = event;
    update({ call: state.call });
  },
  webhook(event) {
    if (!state.call) return;
    const key = (hook) => `${hook.what} ${hook.at} ${hook.url}`;
    const place = state.call.webhooks.findIndex((each) => key(each) === key(event.webhook));
    if (place < 0) state.call.webhooks.push(event.webhook);
    else state.call.webhooks[place] = event.webhook;
    update({ call: state.call });
  },
  over(event) {
    if (!state.call) return;
    voice.stop();
    voice.ringTone(false);
    Object.assign(state.call, { phase: "over", moment: null, summary: event });
    for (const fault of event.faults || []) notice(fault);
    update({ call: state.call });
  },
};

// The call is not the server's any more: what was heard stays, and a new one can begin.
export function lose() {
  if (!isLive()) return;
  voice.stop();
  voice.ringTone(false);
  Object.assign(state.call, { phase: "over", moment: null, lost: true });
  update({ call: state.call });
}

function sound(entry) {
  if (entry.kind === "say" || entry.kind === "audio") voice.speak(entry);
  else if (entry.kind === "play") voice.playFile(entry);
  else if (entry.kind === "beep") voice.tone([1000], 0.4);
}

// --- what the callee does --------------------------------------------------------------------------------------------

async function tell(problem) {
  const text = await problem;
  if (text) notice(text);
}

export async function ring(start, step = 0, answers = false) {
  if (isLive()) { await toCall("hang-up"); }
  noticed.clear();
  $("notices").replaceChildren();
  await tell(post("/_voxml/ring", { start, step, answers }));
}

export const hear = (name, step) => ring(documentOf(name)?.first || name, step, true);
export const answer = () => tell(post("/_voxml/answer"));
export const hangUp = () => { if (isLive()) tell(toCall("hang-up")); };
export const callStart = () => ring($("start").value);

export function press(key) {
  if (phase() !== "talking") return;
  const button = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  button.classList.add("down");
  setTimeout(() => button.classList.remove("down"), 150);
  voice.keyTone(KEYS.findIndex(([each]) => each === key));
  voice.stop();
  tell(toCall("press", { keys: key }));
}

function say(words) {
  if (!words.trim() || phase() !== "talking") return;
  voice.stop();
  tell(toCall("say", { words }));
}

// --- showing -----------------------------------------------------------------------------------------------------

export function mount() {
  for (const [key, letters] of KEYS) {
    $("keypad").append(make("button.key", { type: "button", data: { key }, disabled: true, onclick: () => press(key) },
      make("span.digit", {}, key), make("span.letters", {}, letters), make("span.leads", {})));
  }
  $("ring").prepend(icon("call"));
  $("answer").prepend(icon("call"));
  $("hangup").prepend(icon("hangup"));
  $("ring").addEventListener("click", callStart);
  $("answer").addEventListener("click", answer);
  $("hangup").addEventListener("click", hangUp);
  $("speak").addEventListener("submit", (event) => {
    event.preventDefault();
    say($("words").value);
    $("words").value = "";
  });
  voice.whenNoticed(notice);
  subscribe((changed) => {
    if (changed.has("site")) drawStarts();
    if (changed.has("call") || changed.has("site")) { drawState(); drawKeypad(); drawHeard(); }
    if (changed.has("moment")) drawHeard();
  });
  setInterval(drawTimer, 250);
  setTimeout(lookForVoice, 1500); // some browsers know their voices only after a while
  drawState();
}

function lookForVoice() {
  if (state.recorded || voice.source() !== null) return;
  notice("There is no voice here: neither this browser nor espeak-ng (apt-get install espeak-ng). Read what is heard.");
}

// Says once for each thing what can't be heard.
const noticed = new Set();
export function notice(text) {
  if (noticed.has(text)) return;
  noticed.add(text);
  $("notices").append(make("p", {}, text));
}

function drawStarts() {
  const chosen = $("start").value || state.site.start;
  const options = state.site.documents.map((doc) => new Option(doc.title, doc.first, false, doc.first === chosen));
  $("start").replaceChildren(...options);
  if (!options.some((each) => each.value === chosen)) $("start").value = state.site.start;
}

let lastPhase = "";
function drawState() {
  const now = phase(), call = state.call;
  document.body.dataset.phase = now;
  const why = call?.lost ? "The server was started again: this call has ended" : null;
  $("state").textContent = why || (now === "over" && call.summary ? `Call over: ${call.summary.status}` : PHASES[now]);
  $("number").textContent = call && isLive() ? `${call.from} → ${call.to}` : "";
  $("ring").hidden = isLive() || state.recorded;
  $("ring-label").textContent = now === "over" ? "Call again" : "Call";
  $("answer").hidden = now !== "ringing";
  $("hangup").hidden = !isLive();
  $("hangup-label").textContent = now === "ringing" ? "Decline" : "Hang up";
  $("start-field").hidden = isLive() || state.recorded;
  $("speak").hidden = state.recorded;
  for (const each of [$("words"), $("say")]) each.disabled = now !== "talking";
  if (now !== lastPhase && document.activeElement?.closest?.("#phone, body") ) {
    if (now === "ringing" && lastPhase !== "") $("answer").focus({ preventScroll: true });
    if (now === "over" && !state.recorded && ["answer", "hangup"].includes(document.activeElement.id)) $("ring").focus({ preventScroll: true });
  }
  lastPhase = now;
  drawListening();
}

function drawListening() {
  const moment = phase() === "talking" ? state.call.moment : null;
  const listens = moment ? [moment.keys && (moment.digits > 1 ? `${moment.digits} keys` : "a key"), moment.speech && "your voice", moment.recording && "your message"].filter(Boolean) : [];
  $("listening").textContent = listens.length ? `Listens for ${listens.join(" and ")}` : "";
}

// Where each key leads now: to a document of its own, or to what any other key does.
export function leadsAt(name, step) {
  const found = new Map();
  const edges = (stepOf(name, step)?.edges || []).filter((edge) => edge.kind !== "callback");
  const rest = edges.find((edge) => !edge.is_key && edge.on !== "" && edge.on !== "speech");
  for (const [key] of KEYS) {
    const own = edges.find((edge) => edge.is_key && edge.on === key);
    const more = edges.find((edge) => edge.is_key && edge.on.length > 1 && edge.on.startsWith(key));
    if (own) found.set(key, { label: titleOf(own.to), own: true });
    else if (more) found.set(key, { label: `${more.on} …`, own: true });
    else if (rest) found.set(key, { label: rest.to === cardOf(name) ? "again" : rest.kind === "inside" ? titleOf(rest.to) : rest.to, own: false });
  }
  return found;
}

function drawKeypad() {
  const moment = phase() === "talking" ? state.call.moment : null;
  const counts = Boolean(moment?.keys);
  const leads = counts && moment.document !== null ? leadsAt(moment.document, moment.step) : new Map();
  for (const button of $("keypad").children) {
    const key = button.dataset.key, lead = leads.get(key);
    button.disabled = phase() !== "talking";
    button.classList.toggle("counts", counts && (lead?.own || leads.size === 0));
    button.classList.toggle("rest", counts && lead !== undefined && !lead.own);
    button.querySelector(".leads").textContent = lead?.own ? lead.label : "";
    const says = !counts ? "" : lead ? `, leads to ${lead.label}` : ", is listened for";
    button.setAttribute("aria-label", `${NAMES[key] || key}${says}`);
    button.title = lead ? lead.label : "";
  }
  const rest = [...leads.values()].find((lead) => !lead.own);
  $("rest").textContent = rest ? `Any other key: ${rest.label}` : "";
}

function drawTimer() {
  if (phase() === "talking") $("timer").textContent = clock((performance.now() - state.call.answered) / 1000).slice(0, -2);
  else $("timer").textContent = phase() === "over" && state.call.summary ? clock(state.call.summary.total).slice(0, -2) : "0:00";
}

// --- what is heard -------------------------------------------------------------------------------------------------

let drawnCall = null;
function drawHeard() {
  const list = $("heard"), log = $("heard-log"), call = state.call;
  if (drawnCall !== (call?.uuid ?? null)) { list.replaceChildren(); drawnCall = call?.uuid ?? null; }
  $("heard-empty").hidden = Boolean(call);
  if (!call) return;
  const stays = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
  let last = null;
  for (const entry of call.entries) {
    if (!entry || !HEARD.has(entry.kind)) continue;
    let row = $(`heard-${entry.id}`);
    if (!row) {
      row = make("li", { id: `heard-${entry.id}` }, make("button", { type: "button", onclick: () => lookAt(entry.id) }));
      list.append(row);
    }
    const words = entry.kind === "say" || entry.kind === "audio" || entry.kind === "speech" ? entry.text : entry.words;
    const text = [entry.clock === null ? "" : clock(entry.clock), WHO[entry.who], words].join("\u0000");
    if (row.dataset.text !== text) {
      row.dataset.text = text;
      row.className = `${entry.kind === "problem" ? "problem" : entry.who} ${entry.kind}`;
      row.firstChild.replaceChildren(make("span.at", {}, entry.clock === null ? "" : clock(entry.clock)),
        ...(WHO[entry.who] ? [make("b", {}, WHO[entry.who])] : []), make("span", {}, words));
    }
    row.classList.toggle("here", state.moment === entry.id);
    last = row;
  }
  if (state.moment !== null) $(`heard-${state.moment}`)?.scrollIntoView({ block: "nearest" });
  else if (stays && last) log.scrollTop = log.scrollHeight;
}
