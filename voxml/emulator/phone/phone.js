// The phone's page: shows what the emulator reports, and reports what the callee does. No library, nothing from outside.
"use strict";

const $ = (id) => document.getElementById(id);
const KEYS = [["1", ""], ["2", "ABC"], ["3", "DEF"], ["4", "GHI"], ["5", "JKL"], ["6", "MNO"], ["7", "PQRS"],
  ["8", "TUV"], ["9", "WXYZ"], ["*", ""], ["0", "+"], ["#", ""]];
const NAMES = { "*": "star", "#": "hash" };
const WHO = { call: "TryVox", callee: "You", far: "Far side", event: "" };
const PHASES = { idle: "No call", ringing: "Ringing", talking: "On the call", over: "Call over" };
const HEARD = new Set(["say", "audio", "play", "music", "beep", "talk", "ring-tone", "speech", "unheard", "key", "problem", "room",
  "conference", "hang-up", "no-input", "over"]);
const SPOKEN = new Set(["say", "audio"]);
const state = { call: null, phase: "idle", answered: null, entries: new Map(), source: null, line: null, sound: null };

// --- the emulator ------------------------------------------------------------------------------------------------

async function post(path, body) {
  const answer = await fetch(path, { method: "POST", headers: { "content-type": "application/json" },
    body: JSON.stringify(body || {}) });
  if (!answer.ok) {
    const problem = await answer.json().catch(() => ({}));
    caption("problem", "", (problem.error && problem.error.message) || `the emulator answered ${answer.status}`);
  }
  return answer;
}
const toCall = (what, body) => state.call && post(`/_emulator/calls/${state.call}/${what}`, body);

function connect() {
  const events = new EventSource("/_emulator/phone/events");
  events.onopen = () => document.body.classList.remove("lost");
  events.onmessage = (message) => {
    const what = JSON.parse(message.data);
    ({ hello, call, entries, moment, webhook, over })[what.type](what);
  };
  events.onerror = () => {
    document.body.classList.add("lost");
    $("state").textContent = "The emulator does not answer; trying again";
    ringTone(false);
    // The browser tries again by itself after a broken connection, but not after an answer that is no stream.
    if (events.readyState === EventSource.CLOSED) setTimeout(connect, 1000);
  };
}

// What the emulator says first on each connection: an emulator that was started again knows other documents and no call.
function hello(what) {
  const chosen = $("start").value || what.start;
  $("start").replaceChildren(...what.documents.map((name) => new Option(name, name, false, name === chosen)));
  if (what.call_uuid === null || what.call_uuid !== state.call) {
    const wasOn = state.phase === "ringing" || state.phase === "talking";
    stopSpeaking();
    state.call = null;
    if (wasOn) caption("problem", "", "the emulator was started again: the call is lost");
    phase("idle", wasOn ? "The call is lost" : "No call");
    $("listening").textContent = "";
  } else phase(state.phase, PHASES[state.phase]);
}

function call(what) {
  Object.assign(state, { call: what.call_uuid, answered: null, entries: new Map(), source: null, line: null });
  for (const id of ["captions", "log", "timeline", "code"]) $(id).replaceChildren();
  $("webhooks").innerHTML = '<li class="none">None yet.</li>';
  $("path").textContent = "The document that is playing will show here.";
  $("number").textContent = `from ${what.from}`;
  phase("ringing", PHASES.ringing);
}

// Lines of the transcript: new ones, those whose end has moved, or with `replay` all of a call that goes on already.
function entries(what) {
  for (const entry of what.entries) {
    const isNew = !state.entries.has(entry.id);
    state.entries.set(entry.id, entry);
    if (entry.kind === "answer" && state.phase !== "over") {
      state.answered = state.answered || performance.now() - 1000 * (what.elapsed || 0);
      phase("talking", PHASES.talking);
    }
    show(entry, isNew, isNew && !what.replay);
    if (entry.is_cut) stopSpeaking(entry.id);
  }
  draw();
}

function moment(what) {
  const listens = [what.keys && "keys", what.speech && "your voice", what.recording && "your message"].filter(Boolean);
  const is = listens.length > 0 && state.phase === "talking";
  $("listening").textContent = is ? `Listening for ${listens.join(" and ")}` : "";
  $("listening").classList.toggle("on", is);
}

function webhook(what) {
  const hook = what.webhook, last = hook.attempts[hook.attempts.length - 1];
  const tries = hook.attempts.length > 1 ? ` (${hook.attempts.length} tries)` : "";
  sent(`hook-${hook.what}-${hook.at}-${hook.url}`, last.problem || last.status >= 300 ? "bad" : "",
    `${hook.what}: ${hook.method} ${hook.url} → ${last.problem || last.status}${tries}`, hook.payload);
}

// A request that TryVox makes: a webhook, or the question for a document. What it carries unfolds.
function sent(id, kind, text, payload) {
  let row = document.querySelector(`[data-hook="${CSS.escape(id)}"]`);
  if (!row) {
    const none = $("webhooks").querySelector(".none");
    if (none) none.remove();
    row = document.createElement("li");
    row.dataset.hook = id;
    const fold = document.createElement("details");
    fold.append(document.createElement("summary"), document.createElement("pre"));
    row.append(fold);
    $("webhooks").append(row);
    $("webhooks").scrollTop = $("webhooks").scrollHeight;
  }
  row.className = kind;
  row.querySelector("summary").textContent = text;
  row.querySelector("pre").textContent = JSON.stringify(payload, null, 2);
}

function over(what) {
  stopSpeaking();
  phase("over", `Call over: ${what.status}`);
  $("listening").textContent = what.to_first_word === null ? "" :
    `${what.total} s in all, first word after ${what.to_first_word} s, longest silence ${what.longest_silence} s`;
}

// --- showing -----------------------------------------------------------------------------------------------------

function phase(name, text) {
  state.phase = name;
  document.body.className = name + (document.body.classList.contains("lost") ? " lost" : "");
  $("state").textContent = text;
  $("ring").hidden = name === "ringing" || name === "talking";
  $("ring").textContent = name === "over" ? "Ring again" : "Ring this phone";
  $("answer").hidden = name !== "ringing";
  $("hangup").hidden = name !== "ringing" && name !== "talking";
  $("hangup").textContent = name === "ringing" ? "Decline" : "Hang up";
  for (const each of [...$("keypad").children, $("words"), $("say"), $("microphone")]) each.disabled = name !== "talking";
  ringTone(name === "ringing");
  if (name === "ringing") $("answer").focus();
  if (name === "over") $("ring").focus();
}

function caption(kind, who, text, id) {
  let line = id === undefined ? null : $(`caption-${id}`);
  if (!line) {
    line = document.createElement("p");
    if (id !== undefined) line.id = `caption-${id}`;
    $("captions").append(line);
  }
  line.className = kind;
  line.replaceChildren();
  if (who) line.append(Object.assign(document.createElement("b"), { textContent: who }));
  line.append(text);
  $("captions").scrollTop = $("captions").scrollHeight;
  return line;
}

function show(entry, isNew, isHeard) {
  const kind = entry.kind === "problem" ? "problem" : entry.who;
  if (HEARD.has(entry.kind)) caption(kind, WHO[entry.who], entry.words, entry.id);
  let row = $(`entry-${entry.id}`);
  if (!row) {
    row = document.createElement("tr");
    row.id = `entry-${entry.id}`;
    for (let cell = 0; cell < 3; cell++) row.append(document.createElement("td"));
    $("log").append(row);
    row.parentElement.parentElement.parentElement.scrollTop = 1e6;
  }
  row.className = `${entry.who} ${entry.kind}`;
  row.children[0].textContent = entry.clock === null ? "" : clock(entry.clock);
  row.children[1].textContent = WHO[entry.who];
  row.children[1].className = entry.who;
  row.children[2].textContent = entry.words;
  if (entry.detail && entry.detail.sent) {
    sent(`entry-${entry.id}`, "", `${entry.detail.what}: ${entry.text}`, entry.detail.sent);
  }
  if (isNew && entry.path) showSource(entry.path, entry.line);
  if (isHeard && SPOKEN.has(entry.kind)) speak(entry);
  if (isHeard && entry.kind === "play") playFile(entry);
  if (isHeard && entry.kind === "beep") tone([1000], 0.4);
}

function clock(seconds) {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}.${Math.floor((seconds - whole) * 10)}`;
}

function draw() {
  const shown = [...state.entries.values()].filter((entry) => entry.clock !== null && entry.who !== "event");
  const end = Math.max(10, ...shown.map((entry) => entry.clock + entry.until - entry.at));
  $("timeline").replaceChildren(...shown.filter((entry) => Number.isFinite(entry.until)).map((entry) => {
    const bar = document.createElement("i");
    bar.className = entry.kind === "problem" ? "problem" : entry.who;
    bar.style.left = `${(100 * entry.clock) / end}%`;
    bar.style.width = `${Math.min(100, (100 * (entry.until - entry.at)) / end)}%`;
    bar.title = `${clock(entry.clock)} ${entry.words}`;
    return bar;
  }));
}

// Shows the document at `path` and marks `line` in it. Loading takes a moment, in which another line or document may come:
// what is marked in the end is what came last.
async function showSource(path, line) {
  state.line = line;
  if (state.source === path) return mark();
  state.source = path;
  $("path").textContent = path;
  $("code").replaceChildren();
  const answer = await fetch(`/_emulator/phone/source?path=${encodeURIComponent(path)}`);
  const text = answer.ok ? await answer.text() : "";
  if (state.source !== path) return;
  $("code").replaceChildren(...text.replace(/(\r\n|\r|\n)$/, "").split(/\r\n|\r|\n/).map((each, place) => {
    const row = document.createElement("span");
    row.dataset.line = place + 1;
    row.textContent = each || " ";
    return row;
  }));
  mark();
}

function mark() {
  for (const row of $("code").children) {
    const isHere = Number(row.dataset.line) === state.line;
    row.classList.toggle("here", isHere);
    if (isHere) {
      row.setAttribute("aria-current", "true");
      // Only the source scrolls, not the page: on a small screen the keypad must stay where it is.
      $("code").scrollTop = row.offsetTop - $("code").clientHeight / 2;
    } else row.removeAttribute("aria-current");
  }
}

setInterval(() => {
  if (state.phase === "talking" && state.answered) {
    const seconds = Math.floor((performance.now() - state.answered) / 1000);
    $("timer").textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  } else if (state.phase !== "over") $("timer").textContent = "0:00";
}, 250);

// --- sound -------------------------------------------------------------------------------------------------------

function speak(entry) {
  const line = $(`caption-${entry.id}`);
  if (line) {
    document.querySelectorAll(".captions .now").forEach((each) => each.classList.remove("now"));
    line.classList.add("now");
  }
  if (!$("voice").checked || !voices().length) return;
  const voice = new SpeechSynthesisUtterance(entry.text);
  voice.lang = (entry.detail && entry.detail.language) || "en-IN";  // what Say has where it sets none
  voice.voice = voiceFor(voice.lang);
  // Time is held at the prompt's end until the voice has really finished, so that no timeout starts under it.
  voice.onstart = () => post("/_emulator/phone/hold", { until: entry.until });
  voice.onend = () => post("/_emulator/phone/hold", {});
  voice.onerror = (event) => {
    post("/_emulator/phone/hold", {});
    if (event.error !== "canceled" && event.error !== "interrupted") notice(`The browser can't speak: ${event.error}. Read the captions.`);
  };
  state.voice = { id: entry.id, voice };
  speechSynthesis.speak(voice);
}

const voices = () => ("speechSynthesis" in window ? speechSynthesis.getVoices() : []);
function voiceFor(language) {
  const same = (tag, wanted) => tag.replace("_", "-").toLowerCase().startsWith(wanted.toLowerCase());
  const found = voices().find((each) => same(each.lang, language)) || voices().find((each) => same(each.lang, language.split("-")[0]));
  if (!found) notice(`This browser has no voice for ${language}: another one speaks.`);
  return found || null;
}

// Says once for each thing what can't be heard.
const noticed = new Set();
function notice(text) {
  if (noticed.has(text)) return;
  noticed.add(text);
  $("notice").append(Object.assign(document.createElement("p"), { textContent: text }));
  $("notice").hidden = false;
}
function lookForVoices() {
  if (!voices().length) notice("This browser has no voice: nothing is spoken aloud. Read the captions.");
  else if (noticed.size === 1) { noticed.clear(); $("notice").replaceChildren(); $("notice").hidden = true; }
}
if ("speechSynthesis" in window) speechSynthesis.addEventListener("voiceschanged", lookForVoices);
setTimeout(lookForVoices, 1500);  // some browsers know their voices only after a while

function stopSpeaking(id) {
  if ("speechSynthesis" in window && (id === undefined || (state.voice && state.voice.id === id))) speechSynthesis.cancel();
  if (state.sound) { state.sound.pause(); state.sound = null; }
}

function playFile(entry) {
  if (!$("voice").checked) return;
  state.sound = new Audio(entry.text);
  state.sound.play().catch((error) => notice(`The browser can't play ${entry.text}: ${error.message}`));
}

let sounds = null;
function tone(pitches, seconds) {
  if (!$("tones").checked || !window.AudioContext) return;
  sounds = sounds || new AudioContext();
  for (const pitch of pitches) {
    const source = sounds.createOscillator(), volume = sounds.createGain();
    source.frequency.value = pitch;
    volume.gain.value = 0.06;
    source.connect(volume).connect(sounds.destination);
    source.start();
    source.stop(sounds.currentTime + seconds);
  }
}
const ROWS = [697, 770, 852, 941], COLUMNS = [1209, 1336, 1477];
function keyTone(key) {
  const place = KEYS.findIndex(([each]) => each === key);
  tone([ROWS[Math.floor(place / 3)], COLUMNS[place % 3]], 0.12);
}
let ringer = null;
function ringTone(on) {
  clearInterval(ringer);
  if (on) { tone([440, 480], 1); ringer = setInterval(() => tone([440, 480], 1), 3000); }
}

// --- what the callee does ----------------------------------------------------------------------------------------

function press(key) {
  if (state.phase !== "talking") return;
  const button = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  button.classList.add("down");
  setTimeout(() => button.classList.remove("down"), 150);
  keyTone(key);
  stopSpeaking();
  toCall("press", { keys: key });
}
function say(words) {
  if (!words.trim()) return;
  stopSpeaking();
  toCall("say", { words });
}
const ring = () => post("/_emulator/phone/ring", { start: $("start").value });
const answer = () => post("/_emulator/phone/answer");
const hangUp = () => toCall("hang-up");

for (const [key, letters] of KEYS) {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", disabled: true });
  button.dataset.key = key;
  button.setAttribute("aria-label", NAMES[key] || key);
  button.append(key, Object.assign(document.createElement("small"), { textContent: letters }));
  button.addEventListener("click", () => press(key));
  $("keypad").append(button);
}
$("ring").addEventListener("click", ring);
$("answer").addEventListener("click", answer);
$("hangup").addEventListener("click", hangUp);
$("speak").addEventListener("submit", (event) => {
  event.preventDefault();
  say($("words").value);
  $("words").value = "";
});
const Recognition = window.SpeechRecognition || window.webkitSpeechRecognition;
if (Recognition) {
  $("microphone").hidden = false;
  $("microphone").addEventListener("click", () => {
    const ear = new Recognition();
    ear.onresult = (event) => say(event.results[0][0].transcript);
    ear.onerror = (event) => caption("problem", "", `speech recognition: ${event.error}`);
    ear.start();
  });
}
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") return void hangUp();
  if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
  if (/^[0-9*#]$/.test(event.key)) { event.preventDefault(); press(event.key); }
  else if (event.key === "Enter" && event.target.tagName !== "BUTTON" && event.target.tagName !== "SUMMARY") {
    if (state.phase === "ringing") answer();
    else if (state.phase !== "talking") ring();
  }
});
connect();
