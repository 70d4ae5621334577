// What the theme leaves out: samples that scroll can be reached by keyboard, the search says its name, and samples can be
// copied: of a session in a terminal, the commands without their prompts.
"use strict";

(() => {
  const search = document.querySelector("[data-md-component='search']");
  if (search) search.setAttribute("aria-label", "Search");

  function textOf(code) {
    if (!code.querySelector(".gp")) return code.textContent;
    const lines = [];
    let line = null;  // null while what stands there is output
    for (const each of code.textContent.split("\n")) {
      if (each.startsWith("$ ")) lines.push(line = each.slice(2));
      else if (line !== null && line.endsWith("\\")) lines.push(line = each);
      else line = null;
    }
    return lines.join("\n") + "\n";
  }

  for (const block of document.querySelectorAll(".highlight > pre")) {
    const code = block.querySelector("code");
    if (!code || !navigator.clipboard) continue;
    const button = Object.assign(document.createElement("button"), { type: "button", className: "vx-copy", textContent: "Copy" });
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(textOf(code));
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = "Copy"; }, 1500);
    });
    block.append(button);
  }

  function reach() {
    for (const each of document.querySelectorAll("pre > code, .md-typeset__scrollwrap, .hear-said, .hear-flow")) {
      if (each.scrollWidth > each.clientWidth || each.scrollHeight > each.clientHeight) each.tabIndex = 0;
      else each.removeAttribute("tabindex");
    }
  }
  addEventListener("resize", reach);
  addEventListener("load", reach);
  document.addEventListener("click", () => setTimeout(reach, 50));
  reach();
})();
