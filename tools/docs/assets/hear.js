// "Hear it": plays the transcript below a sample in the browser's voice, line by line. Without a voice the lines still
// follow each other in their time, and the page says so. No library, and nothing is fetched.
"use strict";

(() => {
  const LONGEST_WAIT = 2;  // seconds of silence that are really waited for
  const speech = "speechSynthesis" in window ? window.speechSynthesis : null;
  let playing = null;

  const pause = (seconds, run) => new Promise((resolve) => {
    run.wake = resolve;
    run.timer = setTimeout(resolve, 1000 * seconds);
  });

  function voiceFor(language) {
    const voices = speech ? speech.getVoices() : [];
    const tag = (voice) => voice.lang.replace("_", "-").toLowerCase();
    const wanted = language.toLowerCase();
    return voices.find((each) => tag(each) === wanted)
      || voices.find((each) => tag(each).split("-")[0] === wanted.split("-")[0]) || null;
  }

  // Resolves when the words were spoken, or when that takes much longer than it should.
  function speak(words, language, seconds, run) {
    return new Promise((resolve) => {
      const utterance = new SpeechSynthesisUtterance(words);
      utterance.lang = language;
      utterance.voice = voiceFor(language);
      utterance.onend = utterance.onerror = resolve;
      run.wake = resolve;
      run.timer = setTimeout(resolve, 1000 * (2 * seconds + 4));
      speech.speak(utterance);
    });
  }

  async function play(player) {
    const run = { player, stopped: false, wake: () => {}, timer: 0 };
    playing = run;
    const button = player.querySelector(".hear-play");
    const hasVoice = speech !== null && speech.getVoices().length > 0;
    button.textContent = "Stop";
    button.classList.add("playing");
    show(player, "said", true);
    tell(player, hasVoice ? "Playing" : "This browser has no voice: follow the captions.");
    for (const line of player.querySelectorAll(".hear-said li")) {
      if (run.stopped) break;
      line.setAttribute("aria-current", "true");
      line.parentElement.scrollTop = line.offsetTop - line.parentElement.offsetTop - 60;
      const said = line.querySelector(".said");
      const seconds = Number(line.dataset.seconds);
      if (said && hasVoice) await speak(said.textContent.replace(/[“”]/g, ""), said.lang, seconds, run);
      else await pause(said ? Math.max(seconds, 1) : Math.min(seconds, LONGEST_WAIT), run);
      clearTimeout(run.timer);
      if (!run.stopped) await pause(Math.min(Number(line.dataset.wait || 0), LONGEST_WAIT), run);
      line.removeAttribute("aria-current");
    }
    if (playing === run) finish(run, run.stopped ? "Stopped" : "The call is over.");
  }

  function finish(run, words) {
    playing = null;
    const button = run.player.querySelector(".hear-play");
    button.textContent = "Hear it";
    button.classList.remove("playing");
    tell(run.player, words);
  }

  function stop() {
    const run = playing;
    if (!run) return;
    run.stopped = true;
    clearTimeout(run.timer);
    if (speech) speech.cancel();
    finish(run, "Stopped");
    run.wake();
  }

  const tell = (player, words) => { player.querySelector(".hear-status").textContent = words; };

  function show(player, name, isOpen) {
    for (const tab of player.querySelectorAll(".hear-tab")) {
      const panel = document.getElementById(tab.getAttribute("aria-controls"));
      if (!tab.getAttribute("aria-controls").endsWith(`-${name}`)) continue;
      tab.setAttribute("aria-expanded", String(isOpen));
      panel.hidden = !isOpen;
    }
  }

  for (const player of document.querySelectorAll(".hear")) {
    for (const button of player.querySelectorAll("button")) button.hidden = false;
    player.querySelector(".hear-play").addEventListener("click", () => {
      const isThis = playing !== null && playing.player === player;
      stop();
      if (!isThis) play(player);
    });
    for (const tab of player.querySelectorAll(".hear-tab")) {
      const name = tab.getAttribute("aria-controls").split("-").pop();
      tab.addEventListener("click", () => show(player, name, tab.getAttribute("aria-expanded") !== "true"));
    }
  }
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") stop(); });
  window.addEventListener("pagehide", stop);
  if (speech) speech.getVoices();  // some browsers load their voices when first asked
})();
