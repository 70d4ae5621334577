// The diagram with zoom, search and selection.

export function mountFlow(element, svgText, { onSelect }) {
  let svg = null, x = 0, y = 0, scale = 1, chosen = null, wanted = "";
  const cards = () => [...svg.querySelectorAll('[id^="d-"]')];
  const card = (name) => (name === null ? null : cards().find((each) => each.id === `d-${name}`) || null);
  const put = () => { svg.style.transform = `translate(${x}px,${y}px) scale(${scale})`; };
  const size = () => svg.viewBox.baseVal;

  function parse(text) {
    const made = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
    svg = document.importNode(made, true);
    svg.style.cssText = "position:absolute;left:0;top:0;transform-origin:0 0;max-width:none";
    element.replaceChildren(svg);
    for (const each of cards()) { each.dataset.document = each.id.slice(2); each.classList.add("card"); }
  }
  function fit() {
    scale = Math.min(1, element.clientWidth / size().width, element.clientHeight / size().height);
    x = (element.clientWidth - size().width * scale) / 2;
    y = Math.max(0, (element.clientHeight - size().height * scale) / 2);
    put();
  }
  function zoom(by, atX, atY) {
    const next = Math.min(4, Math.max(0.05, scale * by));
    x = atX - (atX - x) * next / scale;
    y = atY - (atY - y) * next / scale;
    scale = next;
    put();
  }
  function mark() {
    for (const each of cards()) {
      const rect = each.querySelector("rect.node");
      const is = each.dataset.document === chosen;
      rect.style.stroke = is ? "var(--say)" : "";
      rect.style.strokeWidth = is ? "3" : "";
    }
  }
  element.addEventListener("wheel", (event) => {
    event.preventDefault();
    const box = element.getBoundingClientRect();
    zoom(Math.exp(-event.deltaY / 400), event.clientX - box.left, event.clientY - box.top);
  }, { passive: false });
  let from = null, moved = false;
  element.addEventListener("pointerdown", (event) => { from = [event.clientX - x, event.clientY - y]; moved = false; });
  element.addEventListener("pointermove", (event) => {
    if (!from) return;
    const [toX, toY] = [event.clientX - from[0], event.clientY - from[1]];
    if (Math.abs(toX - x) + Math.abs(toY - y) > 3) moved = true;
    if (moved) { x = toX; y = toY; put(); }
  });
  addEventListener("pointerup", () => { from = null; });
  element.addEventListener("click", (event) => {
    event.preventDefault();
    if (moved) return;
    const link = event.target.closest("a");
    const name = link ? link.getAttribute("href").slice(3) : event.target.closest(".card")?.dataset.document;
    if (name) onSelect(name, null);
  });
  parse(svgText);
  fit();
  return {
    replace(text) { parse(text); put(); mark(); this.search(wanted); },
    select(name) { chosen = name; mark(); },
    light(name) { for (const each of cards()) each.classList.toggle("lit", each === card(name)); },
    path() {},
    search(text) {
      wanted = text;
      const query = text.trim().toLowerCase();
      for (const each of cards()) each.style.opacity = !query || each.textContent.toLowerCase().includes(query) ? "" : ".25";
    },
    zoomTo() {},
    fit,
    state: () => ({ x, y, scale, wanted }),
    restore(kept) { ({ x, y, scale } = kept); put(); },
  };
}
