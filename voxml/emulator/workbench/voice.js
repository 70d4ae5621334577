// Speaks what is heard: with the browser's voice, else with espeak-ng's from the server, else it says that it can't.

import { post, soundOf } from "./server.js";
import { state } from "./store.js";

const synthesis = window.speechSynthesis || null;
const voices = () => (synthesis ? synthesis.getVoices() : []);
let playing = null;
let onNotice = () => {};

export const whenNoticed = (listener) => { onNotice = listener; };

// How words are spoken here: "browser", "espeak-ng" or null.
export function source() {
  if (voices().length) return "browser";
  return !state.recorded && state.site?.can_speak ? "espeak-ng" : null;
}

const same = (tag, wanted) => tag.replace("_", "-").toLowerCase().startsWith(wanted.toLowerCase());

function voiceFor(language) {
  const found = voices().find((each) => same(each.lang, language))
    || voices().find((each) => same(each.lang, language.split("-")[0]));
  if (!found) onNotice(`This browser has no voice for ${language}: another one speaks.`);
  return found || null;
}

// Time is held at the prompt's end until the voice has really finished, so that no timeout starts under it.
const hold = (until) => { if (!state.recorded) post("/_voxml/hold", until === null ? {} : { until }); };

// What is heard comes one after the other: a prompt may be followed by another at once.
const queue = [];
function next() {
  if (playing !== null || !queue.length) return;
  const { id, start } = queue.shift();
  const end = () => { if (playing?.id === id) { playing = null; next(); } };
  playing = { id, stop: () => {} };
  start(end);
}

export function speak(entry, holds = true) {
  if (!state.options.voice) return;
  const language = entry.detail?.language || "en-IN"; // what Say has where it sets none
  queue.push({ id: entry.id, start: (done) => {
    const begin = () => { if (holds) hold(entry.until); };
    const end = () => { if (playing?.id === entry.id && holds) hold(null); done(); };
    const how = source();
    if (how === "browser") {
      const voice = new SpeechSynthesisUtterance(entry.text);
      voice.lang = language;
      voice.voice = voiceFor(language);
      voice.onstart = begin;
      voice.onend = end;
      voice.onerror = end;
      playing.stop = () => synthesis.cancel();
      synthesis.speak(voice);
    } else if (how === "espeak-ng") {
      play(soundOf(entry.text, language), begin, end);
    } else {
      onNotice("There is no voice here: neither this browser nor espeak-ng speaks. Read what is heard.");
      end();
    }
  } });
  next();
}

function play(url, begin, end) {
  const sound = new Audio(url);
  playing.stop = () => sound.pause();
  sound.onplaying = begin;
  sound.onended = end;
  sound.onerror = () => { end(); onNotice(`This sound can't be played: ${url.split("?")[0]}`); };
  sound.play().catch((error) => {
    end();
    if (error.name === "NotAllowedError") onNotice("The browser plays no sound until you click on the page.");
  });
}

// Plays a file, if it is one of this site: nothing is asked of anybody else.
export function playFile(entry) {
  if (!state.options.voice) return;
  if (new URL(entry.text, location.href).origin !== location.origin) {
    onNotice(`${entry.text} is elsewhere and is not played here.`);
    return;
  }
  queue.push({ id: entry.id, start: (end) => play(entry.text, () => {}, end) });
  next();
}

// Ends what is said in an entry, or all that is heard and was to come.
export function stop(id) {
  if (id === undefined) queue.length = 0;
  else queue.splice(0, queue.length, ...queue.filter((each) => each.id !== id));
  if (!playing || (id !== undefined && playing.id !== id)) return;
  const { stop: silence } = playing;
  playing = null;
  silence();
  hold(null);
  next();
}

// --- tones ---------------------------------------------------------------------------------------------------------

let sounds = null;
export function tone(pitches, seconds) {
  if (!state.options.tones || !window.AudioContext) return;
  sounds = sounds || new AudioContext();
  for (const pitch of pitches) {
    const oscillator = sounds.createOscillator(), volume = sounds.createGain();
    oscillator.frequency.value = pitch;
    volume.gain.value = 0.05;
    oscillator.connect(volume).connect(sounds.destination);
    oscillator.start();
    oscillator.stop(sounds.currentTime + seconds);
  }
}

const ROWS = [697, 770, 852, 941], COLUMNS = [1209, 1336, 1477];
export const keyTone = (place) => tone([ROWS[Math.floor(place / 3)], COLUMNS[place % 3]], 0.12);

let ringer = null;
export function ringTone(on) {
  clearInterval(ringer);
  ringer = null;
  if (on) { tone([440, 480], 1); ringer = setInterval(() => tone([440, 480], 1), 3000); }
}

