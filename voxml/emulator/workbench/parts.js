// Small pieces of the page: elements, icons, times. Text is only ever put in as text.

export const $ = (id) => document.getElementById(id);

// An element: `make("button.key", { type: "button" }, "text", child …)`.
export function make(kind, attributes = {}, ...children) {
  const [tag, ...classes] = kind.split(".");
  const element = document.createElement(tag);
  if (classes.length) element.className = classes.join(" ");
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "data") Object.assign(element.dataset, value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((each) => each !== null && each !== undefined));
  return element;
}

const ICONS = {
  call: "M3 2.5h3l1 3-1.7 1.4a8 8 0 0 0 3.8 3.8L10.5 9l3 1v3C8 14.500 1.500 8 3 2.500z",
  hangup: "M2 9.500c0-4 12-4 12 0v1.500l-3.300-.6V8.600a9 9 0 0 0-5.400 0v1.800L2 11z",
  play: "M5 3.500v9l7.500-4.500z",
  pause: "M5 3.500v9M11 3.500v9",
  say: "M2 3.500h12v7H7l-3 3v-3H2z",
  gather: "M4 4h.1M8 4h.1M12 4h.1M4 8h.1M8 8h.1M12 8h.1M4 12h.1M8 12h.1M12 12h.1",
  dial: "M3 2.5h3l1 3-1.7 1.4a8 8 0 0 0 3.8 3.8L10.5 9l3 1v3C8 14.500 1.500 8 3 2.500z",
  record: "M8 3a5 5 0 1 0 0 10a5 5 0 1 0 0-10M8 7.500v1",
  stream: "M2 8h1M5 5v6M8 2.500v11M11 5v6M13 8h1",
  conference: "M5.500 3.500a2 2 0 1 0 0 4a2 2 0 1 0 0-4M1.500 13c0-5 8-5 8 0M11 4.500a1.700 1.700 0 1 0 0 3.400M10.500 9.600c2 0 4 1 4 3.400",
  redirect: "M2 8h11M9 4l4 4-4 4",
  end: "M3 8h10",
  broken: "M8 2l6.500 11.500h-13zM8 6.500v3.500M8 11.800v.2",
  menu: "M2.500 4.500h11M2.500 8h11M2.500 11.500h11",
  close: "M4 4l8 8M12 4l-8 8",
  entry: "M8 1.800a6.200 6.200 0 1 0 0 12.400a6.200 6.200 0 1 0 0-12.400M6.600 5.200l4 2.800-4 2.800z",
  source: "M5.500 4.500L2 8l3.500 3.500M10.500 4.500L14 8l-3.500 3.500",
  back: "M10 3.500L5.500 8l4.500 4.500",
  forward: "M6 3.500L10.500 8L6 12.500",
  sound: "M2.500 6h2.500l3.500-3v10L5 10H2.500zM11 5.500a3.500 3.500 0 0 1 0 5",
};
ICONS.music = ICONS.play;

export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", `icon ${name}`);
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", ICONS[name] || ICONS.end);
  svg.append(path);
  return svg;
}

// Minutes, seconds and tenths, as the terminal writes them.
export function clock(seconds) {
  const tenths = Math.round(Math.max(0, seconds) * 10);
  return `${Math.floor(tenths / 600)}:${String(Math.floor((tenths % 600) / 10)).padStart(2, "0")}.${tenths % 10}`;
}

export function plural(count, word) {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}

// Replaces the children of an element and keeps how far it is scrolled.
export function refill(element, children) {
  const top = element.scrollTop;
  element.replaceChildren(...children);
  element.scrollTop = top;
}

// Opens or closes a fold at a click on its summary, and keeps its name among those that are open: a list may be drawn
// anew before the browser has opened it.
export function toggle(event, fold, open, name) {
  event.preventDefault();
  if (!open.delete(name)) open.add(name);
  fold.open = open.has(name);
}
