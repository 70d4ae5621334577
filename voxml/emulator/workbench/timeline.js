// The call as a picture: who says what when, with an axis and a playhead that can be moved and plays the call again.

import { $, clock, icon, make } from "./parts.js";
import { lookAt, state, subscribe } from "./store.js";
import { requestsOf } from "./requests.js";
import * as voice from "./voice.js";

const LANES = { call: 0, far: 1, callee: 2, caller: 2 };
let replaying = null;
let at = 0;

export function mount() {
  $("replay").append(icon("play"));
  $("earlier").append(icon("back"));
  $("later").append(icon("forward"));
  $("replay").addEventListener("click", toggle);
  $("earlier").addEventListener("click", () => step(-1));
  $("later").addEventListener("click", () => step(1));
  $("now").addEventListener("click", () => { stopReplay(); lookAt(null); });
  const track = $("track");
  track.addEventListener("keydown", onKey);
  track.addEventListener("pointerdown", (event) => { scrub(event); track.setPointerCapture(event.pointerId); });
  track.addEventListener("pointermove", (event) => { if (event.buttons) scrub(event); });
  subscribe((changed) => { if (["call", "moment"].some((part) => changed.has(part))) draw(); });
  setInterval(() => { if (state.call?.phase === "talking") draw(); }, 250);
  addEventListener("resize", () => draw());
}

const isLive = () => state.call?.phase === "talking" || state.call?.phase === "ringing";
const shown = () => (state.call ? state.call.entries.filter((entry) => entry && entry.clock !== null && entry.who !== "event" && entry.lasts !== null) : []);
const liveClock = () => (state.call?.phase === "talking" ? (performance.now() - state.call.answered) / 1000 : 0);

function length() {
  const ends = shown().map((entry) => entry.clock + (entry.until <= entry.at ? 0 : Math.min(entry.lasts, isLive() ? Math.max(0, liveClock() - entry.clock) : Infinity)));
  return Math.max(5, liveClock(), state.call?.summary?.total || 0, ...ends);
}

// The entry that is heard at a second of the call.
function entryAt(seconds) {
  return shown().filter((entry) => entry.document !== null && entry.clock <= seconds + 0.01).pop() || null;
}

function draw() {
  const box = $("timeline");
  box.hidden = !state.call;
  if (!state.call) return;
  const end = length();
  const chosen = state.moment === null ? null : state.call.entries[state.moment];
  if (replaying === null) at = chosen && chosen.clock !== null ? chosen.clock : isLive() ? liveClock() : state.moment === null && state.call.phase === "over" ? end : at;
  $("bars").replaceChildren(...shown().map((entry) => {
    const lasts = isLive() ? Math.min(entry.lasts, Math.max(0, liveClock() - entry.clock)) : entry.lasts;
    const bar = make(`i.${entry.kind === "problem" ? "problem" : entry.who}${entry.id === state.moment ? ".here" : ""}`, { title: `${clock(entry.clock)} ${entry.words}` });
    bar.style.left = `${(100 * entry.clock) / end}%`;
    bar.style.width = `${Math.max(0, (100 * Math.min(lasts, end - entry.clock)) / end)}%`;
    bar.style.setProperty("--lane", LANES[entry.who] ?? 0);
    return bar;
  }), ...requestsOf(state.call).filter((each) => each.clock !== null).map((request) => {
    const mark = make("i.request", { title: `${clock(request.clock)} ${request.method} ${request.url}` });
    mark.style.left = `${(100 * request.clock) / end}%`;
    mark.style.setProperty("--lane", 3);
    return mark;
  }));
  drawAxis(end);
  $("playhead").style.left = `${(100 * Math.min(at, end)) / end}%`;
  const track = $("track");
  const heard = chosen || entryAt(at);
  track.setAttribute("aria-valuemax", end.toFixed(1));
  track.setAttribute("aria-valuenow", Math.min(at, end).toFixed(1));
  track.setAttribute("aria-valuetext", `${clock(Math.min(at, end))}${heard ? `, ${heard.words}` : ""}`);
  $("at").textContent = `${clock(Math.min(at, end))} of ${clock(end)}`;
  $("now").hidden = state.moment === null;
  $("now").textContent = isLive() ? "Back to now" : "Whole call";
  $("replay").disabled = isLive();
  $("replay").setAttribute("aria-label", replaying === null ? "Play the call again" : "Pause");
}

function drawAxis(end) {
  const step = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600].find((each) => end / each <= Math.max(4, $("track").clientWidth / 90)) || 3600;
  const ticks = [];
  for (let second = 0; second <= end; second += step) {
    const tick = make("span", {}, clock(second).slice(0, -2));
    tick.style.left = `${(100 * second) / end}%`;
    ticks.push(tick);
  }
  $("axis").replaceChildren(...ticks);
}

// --- moving ----------------------------------------------------------------------------------------------------------

function moveTo(seconds) {
  at = Math.min(Math.max(0, seconds), length());
  const entry = entryAt(at);
  lookAt(entry ? entry.id : null);
}

function scrub(event) {
  stopReplay();
  const box = $("track").getBoundingClientRect();
  moveTo(((event.clientX - box.left) / box.width) * length());
}

function step(by) {
  stopReplay();
  const entries = shown().filter((entry) => entry.document !== null);
  if (!entries.length) return;
  const place = state.moment === null ? (by < 0 ? entries.length : entries.length - 1) : entries.findIndex((entry) => entry.id === state.moment);
  lookAt(entries[Math.min(entries.length - 1, Math.max(0, place + by))].id);
}

function onKey(event) {
  const moves = { ArrowLeft: () => step(-1), ArrowRight: () => step(1), Home: () => moveTo(0), End: () => { stopReplay(); lookAt(null); },
    PageUp: () => moveTo(at - 10), PageDown: () => moveTo(at + 10), " ": toggle };
  if (!moves[event.key]) return;
  event.preventDefault();
  moves[event.key]();
}

// --- playing it again -----------------------------------------------------------------------------------------------

function toggle() {
  if (replaying !== null) { stopReplay(); return; }
  if (isLive() || !state.call) return;
  const end = length();
  const from = at >= end - 0.2 ? 0 : at;
  const began = performance.now() - 1000 * from;
  let spoken = null;
  replaying = setInterval(() => {
    at = (performance.now() - began) / 1000;
    const entry = entryAt(at);
    if (at >= end) { stopReplay(); lookAt(null); return; }
    if (entry && entry.id !== spoken) {
      spoken = entry.id;
      voice.stop();
      if (entry.kind === "say" || entry.kind === "audio") voice.speak(entry, false);
      lookAt(entry.id);
    } else draw();
  }, 100);
  $("replay").replaceChildren(icon("pause"));
  draw();
}

function stopReplay() {
  if (replaying === null) return;
  clearInterval(replaying);
  replaying = null;
  voice.stop();
  $("replay").replaceChildren(icon("play"));
  draw();
}
