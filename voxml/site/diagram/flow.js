// Show the SVG of voxml.site.diagram: pan, zoom, walk by keyboard, search, light what plays.
// A plain ES module without dependencies. It sets styles through constructed style sheets only, so a page whose
// Content-Security-Policy forbids inline styles can use it.
//
// Elements of the SVG: `.card[data-document]` and in it `.step[data-pointer][data-step]` near, `.tile[data-document]` far,
// `[data-from][data-to][data-keys]` for edges. Classes that are set here: `selected`, `lit` (it plays), `on-path` (how a
// call comes there), `unmatched` (by the search); on the SVG `data-zoom` is `near` or `far`.

const STYLE = `
.vx-view{position:relative;overflow:hidden;background:var(--vx-bg);touch-action:none;cursor:grab;user-select:none;
 -webkit-user-select:none;contain:strict}
.vx-view.moving{cursor:grabbing}
.vx-view>svg.vx{position:absolute;inset:0;width:100%;height:100%;display:block;outline:none}
.vx-view .card,.vx-view .tile{cursor:pointer;outline:none}
.vx-view .step{outline:none}
.vx-view .edge.inside .to{cursor:pointer}
.vx-view .vx :is(.card,.tile):focus-visible .frame{stroke:var(--vx-accent);stroke-width:max(3px,calc(2.5px/var(--k)))}
.vx-view .vx .selected .frame{stroke-width:max(2.5px,calc(2px/var(--k)))}
.vx-view .vx .selected:not(.error,.broken) .frame{stroke:var(--vx-accent)}
.vx-view .vx .selected>.body{stroke:var(--vx-accent);stroke-opacity:.35;stroke-width:max(9px,calc(6px/var(--k)))}
.vx-view .step:hover>.row{fill-opacity:.06}
.vx-view .step.selected>.row,.vx-view .step:focus-visible>.row{fill-opacity:.13}
.vx-view .step:focus-visible>.row{stroke:var(--vx-accent);stroke-width:2}
.vx-view .vx .on-path:not(.error,.broken) .frame{stroke:var(--vx-accent);stroke-width:max(2px,calc(1.6px/var(--k)))}
.vx-view .vx .on-path .flow,.vx-view .vx .hop{stroke:var(--vx-accent);stroke-width:max(2.6px,calc(2px/var(--k)))}
.vx-view .hop{fill:none;stroke-dasharray:7 5;pointer-events:none}
.vx-view .on-path .tip{fill:var(--vx-accent)}
.vx-view .vx .lit .frame{stroke:var(--lit-edge,var(--vx-good));stroke-width:max(4px,calc(3.5px/var(--k)))}
.vx-view .step.lit>.row{fill:var(--lit-edge,var(--vx-good));fill-opacity:.2}
.vx-view .unmatched{opacity:.2}
.vx-bar{position:absolute;left:12px;bottom:12px;display:flex;gap:1px;border:1px solid var(--vx-border);
 border-radius:8px;overflow:hidden;background:var(--vx-border);cursor:default}
.vx-bar button{font:13px/1 system-ui,sans-serif;min-width:32px;height:32px;padding:0 8px;border:0;
 background:var(--vx-surface);color:var(--vx-text);cursor:pointer}
.vx-bar button:hover{background:var(--vx-raised)}
.vx-bar button:focus-visible,.vx-hear:focus-visible{outline:2px solid var(--vx-accent);outline-offset:-2px}
.vx-bar .scale{min-width:54px;font-variant-numeric:tabular-nums}
.vx-map{position:absolute;right:12px;bottom:12px;border:1px solid var(--vx-border);
 border-radius:8px;background:var(--vx-surface);cursor:pointer;touch-action:none}
.vx-map[hidden],.vx-hear[hidden]{display:none}
.vx-map .region-box{fill:var(--vx-panel);stroke:var(--vx-border);vector-effect:non-scaling-stroke}
.vx-map .dot{fill:var(--vx-line)}
.vx-map .dot.entry{fill:var(--vx-good)}
.vx-map .dot.error,.vx-map .dot.broken{fill:var(--vx-bad)}
.vx-map .dot.warning{fill:var(--vx-warn)}
.vx-map .dot.on-path,.vx-map .dot.selected{fill:var(--vx-accent)}
.vx-map .dot.unmatched{opacity:.25}
.vx-map .window{fill:var(--vx-accent);fill-opacity:.1;stroke:var(--vx-accent);stroke-width:1.5;
 vector-effect:non-scaling-stroke}
.vx-hear{position:absolute;left:0;top:0;font:600 12px/1 system-ui,sans-serif;height:28px;padding:0 11px 0 9px;
 border-radius:14px;border:1px solid var(--vx-accent);background:var(--vx-surface);color:var(--vx-accent);
 cursor:pointer;box-shadow:0 1px 4px rgb(0 0 0/.18);white-space:nowrap}
.vx-hear:hover{background:var(--vx-raised)}
`;
const SVG = 'http://www.w3.org/2000/svg';
const NEAREST = 3;
const FURTHEST = 0.03;
const READABLE = 0.85;
const MARGIN = 28;
const SETTLE = 180;

const clamp = (value, low, high) => Math.min(high, Math.max(low, value));
const make = (tag, attributes = {}, parent = null) => {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  parent?.append(node);
  return node;
};

/** Return the SVG's root, the sizes of its scenes, and its style apart: a style element breaks a strict policy. */
function parse(svgText) {
  // Taken out as text: to parse it would already be an inline style.
  const [whole, style] = /<style>([^<]*)<\/style>/.exec(svgText) ?? ['', ''];
  const root = new DOMParser().parseFromString(svgText.replace(whole, ''), 'image/svg+xml').documentElement;
  root.classList.remove('still');
  for (const name of ['width', 'height']) root.removeAttribute(name);
  root.querySelector('title')?.remove();
  root.querySelectorAll('a').forEach((a) => a.removeAttribute('href'));
  const { width, height } = root.viewBox.baseVal;
  return { root, style, sizes: { near: { width, height }, far: unwrap(root) } };
}

/** Return the parts of both scenes, each with what identifies it and what it holds. */
function partsOf(root) {
  return [...root.querySelectorAll('.near .scene > *, .far > *')].map((node) => {
    const { document: name, from, to } = node.dataset;
    const look = node.getAttribute('class') ?? '';
    return { node, key: [node.tagName, look.split(' ', 1)[0], name, from, to].join('\n'), look, inner: node.innerHTML };
  });
}

const box = (g, [left, top]) => {
  const [, x, y] = /translate\((\S+) (\S+)\)/.exec(g.getAttribute('transform'));
  const frame = g.querySelector('.frame');
  const [width, height] = ['width', 'height'].map((name) => Number(frame.getAttribute(name)));
  return { x: Number(x) + left, y: Number(y) + top, width, height };
};

/** Return what is drawn, by name: its elements near and far, and its position in each of the two scenes. */
function read(root) {
  const scene = root.querySelector('.near .scene');
  const offset = [0, Number(/translate\(\S+ (\S+)\)/.exec(scene.getAttribute('transform'))?.[1] ?? 0)];
  const cards = new Map();
  for (const g of root.querySelectorAll('.card')) {
    const name = g.dataset.document;
    cards.set(name, { name, g, near: box(g, offset), steps: [...g.querySelectorAll('.step')], text: g.textContent.toLowerCase(), next: [] });
  }
  for (const tile of root.querySelectorAll('.tile')) {
    Object.assign(cards.get(tile.dataset.document), { tile, far: box(tile, [0, 0]) });
  }
  const lines = new Map();
  for (const g of root.querySelectorAll('.line')) {
    const key = `${g.dataset.from}\n${g.dataset.to}`;
    lines.set(key, [...(lines.get(key) ?? []), g]);
  }
  for (const edge of root.querySelectorAll('.edge.inside')) {
    const from = cards.get(edge.dataset.from);
    if (cards.has(edge.dataset.to) && !from.next.includes(edge.dataset.to)) from.next.push(edge.dataset.to);
  }
  // A call is shown along lines where it can be: they are tried first.
  for (const card of cards.values()) {
    card.next.sort((a, b) => lines.has(`${card.name}\n${b}`) - lines.has(`${card.name}\n${a}`));
  }
  return { cards, lines, offset, order: [...cards.keys()] };
}

/** Put the far scene, which an image scales by itself, into the same coordinates as the near one; return its size. */
function unwrap(root) {
  const inner = root.querySelector('svg.far');
  const { width, height } = inner.viewBox.baseVal;
  const group = make('g', { class: 'far scene' });
  group.append(...inner.childNodes);
  inner.replaceWith(group);
  return { width, height };
}

/** Return for each document that a call reaches the one before it; null for the entries. */
function callers(flow) {
  const before = new Map();
  const queue = flow.order.filter((name) => flow.cards.get(name).g.classList.contains('entry'));
  for (const name of queue) before.set(name, null);
  for (const name of queue) {
    for (const next of flow.cards.get(name).next) {
      if (!before.has(next)) { before.set(next, name); queue.push(next); }
    }
  }
  return before;
}

class FlowView {
  constructor(element, svgText, { onSelect, onHear }) {
    this.element = element;
    this.onSelect = onSelect;
    this.onHear = onHear;
    this.x = this.y = 0;
    this.k = 1;
    this.query = '';
    this.selected = null;
    this.lit = null;
    this.pinnedPath = null;
    this.pointers = new Map();
    this.sheet = new CSSStyleSheet();
    const own = new CSSStyleSheet();
    own.replaceSync(STYLE);
    const scope = element.getRootNode();
    scope.adoptedStyleSheets = [...scope.adoptedStyleSheets, this.sheet, own];
    element.classList.add('vx-view');
    this.addControls();
    this.listen();
    this.load(svgText);
    this.open();
    new ResizeObserver(() => this.resized()).observe(element);
  }

  // ---- what is shown

  load(svgText) {
    const { root, style, sizes } = parse(svgText);
    this.sizes = sizes;
    if (style !== this.style) this.sheet.replaceSync(style);
    this.style = style;
    const parts = partsOf(root);
    if (!this.svg || !this.patch(parts)) {
      this.svg?.remove();
      this.svg = document.importNode(root, true);
      this.parts = partsOf(this.svg);
      this.overlays = [...this.svg.querySelectorAll('.scene')].map((scene) => make('g', { 'aria-hidden': 'true' }, scene));
      this.element.prepend(this.svg);
    }
    for (const name of ['width', 'height']) this.svg.querySelector('.bg').setAttribute(name, sizes.near[name]);
    this.far = Number(this.svg.dataset.far);
    this.scene ??= 'near';
    this.svg.dataset.zoom = this.scene;
    this.flow = read(this.svg);
    this.before = callers(this.flow);
    this.makeAccessible();
    this.drawMap();
  }

  /** Change what is shown where it differs, when all else is in place; return whether it was: a save lays out little. */
  patch(parts) {
    if (parts.length !== this.parts.length || parts.some(({ key }, at) => key !== this.parts[at].key)) return false;
    parts.forEach((part, at) => {
      const old = this.parts[at];
      if (part.inner !== old.inner) {
        const node = document.importNode(part.node, true);
        old.node.replaceWith(node);
        this.parts[at] = { ...part, node };
        return;
      }
      for (const { name, value } of part.node.attributes) {
        if (name !== 'class') old.node.setAttribute(name, value);
      }
      if (part.look !== old.look) old.node.setAttribute('class', part.look);
      this.parts[at] = { ...part, node: old.node };
    });
    return true;
  }

  makeAccessible() {
    const count = this.flow.order.length;
    this.svg.setAttribute('role', 'application');
    this.svg.setAttribute('tabindex', '-1');
    this.svg.setAttribute('aria-label', `Call flow, ${count} document${count === 1 ? '' : 's'}: arrow keys walk`);
    for (const card of this.flow.cards.values()) {
      for (const g of [card.g, card.tile]) {
        g.setAttribute('role', 'group');
        g.setAttribute('tabindex', '-1');
        g.setAttribute('aria-label', this.nameOf(card));
      }
      for (const step of card.steps) {
        step.setAttribute('tabindex', '-1');
        step.setAttribute('role', 'button');
      }
    }
    this.setTabStop(this.flow.order[0]);
  }

  nameOf({ g }) {
    const states = ['entry', 'error', 'warning', 'broken', 'added', 'changed', 'removed'];
    return [g.dataset.title, ...states.filter((state) => g.classList.contains(state))].join(', ');
  }

  setTabStop(name) {
    for (const [stop, index] of [[this.tabStop, '-1'], [name, '0']]) {
      const card = this.flow.cards.get(stop);
      for (const g of card ? [card.g, card.tile] : []) g.setAttribute('tabindex', index);
    }
    this.tabStop = name;
  }

  get size() { return this.sizes[this.scene]; }

  /** Return where a card is in the scene that is shown. */
  at(card) { return card[this.scene]; }

  shownOf(card) { return this.scene === 'near' ? card.g : card.tile; }

  /** Show the scene of a scale; what is at a point of the screen stays there. */
  enter(k, cx = this.element.clientWidth / 2, cy = this.element.clientHeight / 2) {
    const scene = k < this.far ? 'far' : 'near';
    if (scene === this.scene) return;
    const card = this.nearest(cx, cy);
    const focused = this.svg.contains(document.activeElement);
    const from = card && this.at(card);
    this.scene = scene;
    this.svg.dataset.zoom = scene;
    this.drawMap();
    if (!card) return;
    const to = this.at(card);
    const part = clamp(((cy - this.y) / this.k - from.y) / from.height, 0, 1);
    this.x += (from.x - to.x) * this.k;
    this.y += (from.y + from.height * part - to.y - to.height * part) * this.k;
    if (focused) this.shownOf(this.flow.cards.get(this.tabStop)).focus({ preventScroll: true });
  }

  // ---- the view: a point of the diagram is drawn at its position times k, moved by x and y

  put() {
    const { clientWidth: width, clientHeight: height } = this.element;
    if (!width || !height) return;
    const { x, y, k } = this;
    this.svg.setAttribute('viewBox', `${-x / k} ${-y / k} ${width / k} ${height / k}`);
    this.svg.style.setProperty('--k', k.toFixed(3));
    this.scale.textContent = `${Math.round(k * 100)} %`;
    this.window.setAttribute('x', -x / k);
    this.window.setAttribute('y', -y / k);
    this.window.setAttribute('width', width / k);
    this.window.setAttribute('height', height / k);
    const isWhole = this.size.width * k <= width + 1 && this.size.height * k <= height + 1;
    this.minimap.toggleAttribute('hidden', isWhole);
    this.placeHear();
  }

  move(x, y, k, { isAnimated = false } = {}) {
    cancelAnimationFrame(this.frame);
    this.enter(k);
    this.goal = { x, y, k };
    const from = { x: this.x, y: this.y, k: this.k };
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches || document.hidden;
    const begin = performance.now();
    const at = (now) => {
      const part = isAnimated && !still ? clamp((now - begin) / SETTLE, 0, 1) : 1;
      const eased = 1 - (1 - part) ** 3;
      this.k = from.k * (k / from.k) ** eased;
      // The middle moves on a straight line while the scale changes.
      const share = from.k === k ? eased : (this.k - from.k) / (k - from.k);
      this.x = from.x + (x - from.x) * share;
      this.y = from.y + (y - from.y) * share;
      this.put();
      if (part < 1) this.frame = requestAnimationFrame(at);
    };
    at(begin);
  }

  zoom(by, cx = this.element.clientWidth / 2, cy = this.element.clientHeight / 2) {
    const k = clamp(this.k * by, FURTHEST, NEAREST);
    this.enter(k, cx, cy);
    this.move(cx - (cx - this.x) * k / this.k, cy - (cy - this.y) * k / this.k, k);
  }

  /** Return the scale at which all of a scene is seen. */
  wholeScale({ width, height }) {
    return Math.min(this.element.clientWidth / width, this.element.clientHeight / height);
  }

  fit({ isAnimated = true } = {}) {
    const near = Math.min(this.wholeScale(this.sizes.near), 1.1);
    const k = near >= this.far ? near : clamp(this.wholeScale(this.sizes.far), FURTHEST, this.far - 0.01);
    const { width, height } = this.sizes[near >= this.far ? 'near' : 'far'];
    const { clientWidth, clientHeight } = this.element;
    this.move((clientWidth - width * k) / 2, Math.max(0, (clientHeight - height * k) / 2), k, { isAnimated });
  }

  /** Show all of it where that can be read, else begin at the entry. */
  open() {
    const entry = this.flow.cards.get(this.flow.order[0]);
    if (!entry || this.wholeScale(this.sizes.near) >= this.far) this.fit({ isAnimated: false });
    else this.toEntry(clamp((this.element.clientWidth - 2 * MARGIN) / entry.near.width, this.far, READABLE));
  }

  resized() {
    const { clientWidth: width, clientHeight: height } = this.element;
    if (!this.shown && width) this.open();
    this.shown = this.shown || width > 0;
    if (height) this.put();
  }

  zoomTo(name) {
    const card = this.flow.cards.get(name);
    if (!card) return;
    const { clientWidth: width, clientHeight: height } = this.element;
    const { x, y, width: wide, height: tall } = card.near;
    const k = Math.max(this.k, this.far, Math.min(1, (width - 2 * MARGIN) / wide));
    this.move((width - wide * k) / 2 - x * k, Math.max(MARGIN, (height - tall * k) / 2) - y * k, k, { isAnimated: true });
  }

  /** Move as little as shows a card, or one of its steps, whole. */
  reveal(card, step = null) {
    const { clientWidth: width, clientHeight: height } = this.element;
    let { y: top, height: tall } = this.at(card);
    const row = this.scene === 'near' ? step?.querySelector('.row') : null;
    if (row) {
      top += Number(row.getAttribute('y'));
      tall = Number(row.getAttribute('height'));
    }
    // While it moves, what counts is where it comes to rest.
    const { x: atX, y: atY, k } = this.goal;
    const inside = (start, size, at, room) => {
      const end = (start + size) * k + at;
      const moved = end > room - MARGIN ? at + room - MARGIN - end : at;
      return start * k + moved < MARGIN ? MARGIN - start * k : moved;
    };
    const { x, width: wide } = this.at(card);
    this.move(inside(x, wide, atX, width), inside(top, tall, atY, height), k, { isAnimated: true });
  }

  // ---- selection, the call, the path, search

  stepOf(card, pointer) {
    if (pointer === null || pointer === undefined) return null;
    const exact = card.steps.find((step) => step.dataset.pointer === pointer);
    // A problem of a member is shown at its instruction.
    return exact ?? card.steps.find((step) => step.dataset.pointer && pointer.startsWith(step.dataset.pointer)) ?? null;
  }

  mark(look, name, pointer) {
    this.svg.querySelectorAll(`.${look}`).forEach((node) => node.classList.remove(look));
    this.minimap.querySelectorAll(`.${look}`).forEach((node) => node.classList.remove(look));
    const card = this.flow.cards.get(name);
    if (!card) return null;
    for (const node of [card.g, card.tile, card.dot]) node.classList.add(look);
    const step = this.stepOf(card, pointer);
    step?.classList.add(look);
    return { card, step };
  }

  select(name, pointer = null) {
    this.selected = name === null ? null : { document: name, pointer };
    const found = this.mark('selected', name, pointer);
    if (found) {
      this.setTabStop(name);
      this.reveal(found.card, found.step);
    }
    this.hearAt(found?.card, found?.step);
  }

  choose(name, pointer = null) {
    this.select(name, pointer);
    if (this.scene === 'far') this.zoomTo(name);
    this.onSelect?.(name, pointer);
  }

  light(name, pointer = null) {
    this.lit = name === null ? null : { document: name, pointer };
    const found = this.mark('lit', name, pointer);
    if (found && !this.pointers.size) this.reveal(found.card, found.step);
  }

  path(name) {
    this.pinnedPath = name;
    this.showPath(name);
  }

  /** Light how a call comes to a document, from the entry. */
  showPath(name) {
    this.mark('on-path', null);
    for (const overlay of this.overlays) overlay.replaceChildren();
    for (let at = name; this.flow.cards.has(at ?? ''); at = this.before.get(at)) {
      const card = this.flow.cards.get(at);
      for (const node of [card.g, card.tile, card.dot]) node.classList.add('on-path');
      const from = this.before.get(at);
      if (!from) continue;
      const lines = this.flow.lines.get(`${from}\n${at}`);
      if (lines) for (const line of lines) line.classList.add('on-path');
      else this.hop(this.flow.cards.get(from), card);
    }
  }

  /** Draw a link that has no line, for as long as it is lit. */
  hop(from, to) {
    for (const [number, scene] of ['near', 'far'].entries()) {
      const [start, end] = [from[scene], to[scene]];
      const top = number ? 0 : this.flow.offset[1];
      const x = start.x + start.width;
      const [y1, y2] = [start.y - top + start.height / 2, end.y - top + 20];
      const bend = Math.max(80, Math.abs(end.x - x) / 2);
      const d = `M${x} ${y1}C${x + bend} ${y1} ${end.x - bend} ${y2} ${end.x} ${y2}`;
      make('path', { class: 'hop', d }, this.overlays[number]);
    }
  }

  search(text) {
    this.query = text;
    const wanted = text.trim().toLowerCase();
    const names = [];
    for (const card of this.flow.cards.values()) {
      const isFound = !wanted || card.text.includes(wanted);
      for (const node of [card.g, card.tile, card.dot]) node.classList.toggle('unmatched', !isFound);
      if (isFound) names.push(card.name);
    }
    return { names, count: names.length, total: this.flow.order.length };
  }

  state() {
    const { x, y, k, query, selected } = this;
    return { x, y, k, query, selected };
  }

  restore(state) {
    if (!state) return;
    this.shown = true;
    this.move(state.x, state.y, clamp(state.k, FURTHEST, NEAREST));
    this.search(state.query ?? '');
    if (state.selected) this.mark('selected', state.selected.document, state.selected.pointer);
    this.selected = state.selected ?? null;
  }

  replace(svgText) {
    const focused = this.svg.contains(document.activeElement) ? this.tabStop : null;
    const anchor = this.flow.cards.get(this.selected?.document) ?? this.nearest();
    const { lit, tabStop } = this;
    this.load(svgText);
    const now = this.flow.cards.get(anchor?.name);
    if (now) {
      // What one looks at stays where it is, whatever moved around it.
      this.x += (this.at(anchor).x - this.at(now).x) * this.k;
      this.y += (this.at(anchor).y - this.at(now).y) * this.k;
    }
    this.put();
    this.search(this.query);
    if (this.selected) this.mark('selected', this.selected.document, this.selected.pointer);
    if (lit) this.mark('lit', lit.document, lit.pointer);
    if (this.pinnedPath) this.showPath(this.pinnedPath);
    if (this.flow.cards.has(tabStop)) this.setTabStop(tabStop);
    const stop = this.flow.cards.get(this.tabStop);
    if (focused && stop) this.shownOf(stop).focus({ preventScroll: true });
  }

  /** Return the card that is nearest to a point of the screen. */
  nearest(cx = this.element.clientWidth / 2, cy = this.element.clientHeight / 2) {
    const [px, py] = [(cx - this.x) / this.k, (cy - this.y) / this.k];
    const away = (card) => {
      const { x, y, width, height } = this.at(card);
      return Math.hypot(px - clamp(px, x, x + width), py - clamp(py, y, y + height));
    };
    let [best, least] = [undefined, Infinity];
    for (const card of this.flow.cards.values()) {
      const distance = away(card);
      if (distance < least) [best, least] = [card, distance];
    }
    return best;
  }

  // ---- controls

  addControls() {
    const bar = document.createElement('div');
    bar.className = 'vx-bar';
    const add = (text, label, act) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = text;
      button.setAttribute('aria-label', label);
      button.title = label;
      button.addEventListener('click', act);
      bar.append(button);
      return button;
    };
    add('−', 'Zoom out', () => this.zoom(1 / 1.3));
    this.scale = add('100 %', 'Real size, at the entry', () => this.toEntry());
    this.scale.className = 'scale';
    add('+', 'Zoom in', () => this.zoom(1.3));
    add('Fit', 'Show the whole flow', () => this.fit());
    this.minimap = make('svg', { class: 'vx-map', 'aria-hidden': 'true', preserveAspectRatio: 'xMidYMid meet' });
    this.hear = document.createElement('button');
    this.hear.type = 'button';
    this.hear.className = 'vx-hear';
    this.hear.textContent = '▶ Hear it from here';
    this.hear.hidden = true;
    this.element.append(bar, this.minimap, this.hear);
  }

  toEntry(k = 1) {
    const entry = this.flow.cards.get(this.flow.order[0])?.near;
    if (entry) this.move(MARGIN - entry.x * k, MARGIN + 44 - entry.y * k, k, { isAnimated: k === 1 });
  }

  drawMap() {
    const { width, height } = this.size;
    const most = this.element.clientWidth > 600 ? [190, 140] : [112, 84];
    const k = Math.min(most[0] / width, most[1] / height);
    this.minimap.setAttribute('width', width * k);
    this.minimap.setAttribute('height', height * k);
    this.minimap.setAttribute('viewBox', `0 0 ${width} ${height}`);
    this.minimap.replaceChildren();
    const top = this.scene === 'near' ? this.flow.offset[1] : 0;
    const group = make('g', { transform: `translate(0 ${top})` }, this.minimap);
    for (const panel of this.svg.querySelectorAll(`.${this.scene} .panel`)) {
      const copy = make('rect', { class: 'region-box' }, group);
      for (const name of ['x', 'y', 'width', 'height', 'rx']) copy.setAttribute(name, panel.getAttribute(name));
    }
    const states = ['entry', 'warning', 'error', 'broken', 'unmatched', 'selected', 'on-path'];
    for (const card of this.flow.cards.values()) {
      const own = states.filter((state) => card.g.classList.contains(state));
      card.dot = make('rect', { class: `dot ${own.join(' ')}`, ...this.at(card) }, this.minimap);
    }
    this.window = make('rect', { class: 'window' }, this.minimap);
  }

  hearAt(card, step = null) {
    this.heard = card ? { card, step } : null;
    this.hear.setAttribute('aria-label', card ? `Hear ${card.g.dataset.title} from here` : 'Hear it from here');
    this.placeHear();
  }

  placeHear() {
    const card = this.heard && this.flow.cards.get(this.heard.card.name);
    this.hear.hidden = !card || !this.onHear;
    if (this.hear.hidden) return;
    const row = this.scene === 'near' ? this.heard.step?.querySelector('.row') : null;
    const at = this.at(card);
    const top = row ? at.y + Number(row.getAttribute('y')) : at.y;
    const x = (at.x + at.width) * this.k + this.x - this.hear.offsetWidth + 10;
    // Above a card, whose corner may have a badge; on the upper edge of a step.
    const y = Math.max(4, top * this.k + this.y - (row ? 14 : 34));
    this.hear.style.transform = `translate(${Math.round(x)}px,${Math.round(y)}px)`;
  }

  // ---- pointer and keys

  listen() {
    const { element } = this;
    element.addEventListener('wheel', (event) => {
      event.preventDefault();
      const { left, top } = element.getBoundingClientRect();
      const by = Math.exp(-event.deltaY / (event.ctrlKey ? 100 : 400));
      this.zoom(by, event.clientX - left, event.clientY - top);
    }, { passive: false });
    element.addEventListener('pointerdown', (event) => this.pressed(event));
    element.addEventListener('pointermove', (event) => this.dragged(event));
    for (const end of ['pointerup', 'pointercancel']) element.addEventListener(end, (event) => this.released(event));
    element.addEventListener('dblclick', (event) => this.zoomTo(event.target.closest('.card,.tile')?.dataset.document));
    element.addEventListener('pointerover', (event) => this.hovered(event.target));
    element.addEventListener('pointerleave', () => this.hovered(null));
    element.addEventListener('focusin', (event) => {
      const card = event.target.closest('.card,.tile');
      if (card) this.hovered(event.target);
    });
    element.addEventListener('keydown', (event) => this.key(event));
    this.hear.addEventListener('click', () => {
      const { card, step } = this.heard;
      this.onHear(card.name, step?.dataset.pointer || null);
    });
    const there = (event) => {
      const matrix = this.minimap.getScreenCTM().inverse();
      const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix);
      this.move(element.clientWidth / 2 - x * this.k, element.clientHeight / 2 - y * this.k, this.k);
    };
    this.minimap.addEventListener('pointerdown', (event) => {
      event.stopPropagation();
      this.minimap.setPointerCapture(event.pointerId);
      there(event);
    });
    this.minimap.addEventListener('pointermove', (event) => event.buttons && there(event));
  }

  pressed(event) {
    if (event.button || event.target.closest('.vx-bar,.vx-map,.vx-hear')) return;
    cancelAnimationFrame(this.frame);
    this.pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    this.travelled = this.pointers.size > 1 ? Infinity : 0;
    this.pressedOn = event.target;
  }

  dragged(event) {
    const from = this.pointers.get(event.pointerId);
    if (!from) return;
    const [dx, dy] = [event.clientX - from.x, event.clientY - from.y];
    this.travelled += Math.abs(dx) + Math.abs(dy);
    if (this.travelled < 5) return;
    if (!this.element.hasPointerCapture(event.pointerId)) {
      this.element.setPointerCapture(event.pointerId);
      this.element.classList.add('moving');
    }
    const other = [...this.pointers.entries()].find(([id]) => id !== event.pointerId)?.[1];
    this.pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (other) {
      const { left, top } = this.element.getBoundingClientRect();
      const spread = (point) => Math.hypot(point.x - other.x, point.y - other.y) || 1;
      const by = spread({ x: event.clientX, y: event.clientY }) / spread(from);
      this.zoom(by, (event.clientX + other.x) / 2 - left, (event.clientY + other.y) / 2 - top);
    } else this.move(this.x + dx, this.y + dy, this.k);
  }

  released(event) {
    if (!this.pointers.delete(event.pointerId)) return;
    this.element.classList.remove('moving');
    if (event.type === 'pointercancel' || this.travelled >= 5) return;
    const target = this.pressedOn;
    const link = target.closest('.edge.inside .to')?.closest('.edge');
    const card = target.closest('.card,.tile');
    if (link && this.flow.cards.has(link.dataset.to)) this.choose(link.dataset.to);
    else if (card) this.choose(card.dataset.document, target.closest('.step')?.dataset.pointer || null);
  }

  hovered(target) {
    const card = target?.closest?.('.card,.tile');
    if (target?.closest?.('.vx-hear,.vx-bar,.vx-map') || this.pointers.size) return;
    const name = card?.dataset.document ?? null;
    if (name !== this.hoveredName) {
      this.hoveredName = name;
      this.showPath(name ?? this.pinnedPath);
    }
    if (card) this.hearAt(this.flow.cards.get(name), target.closest('.step[data-pointer]:not([data-pointer=""])'));
    else if (this.selected && this.flow.cards.has(this.selected.document)) {
      const chosen = this.flow.cards.get(this.selected.document);
      this.hearAt(chosen, this.stepOf(chosen, this.selected.pointer));
    } else this.hearAt(null);
  }

  key(event) {
    if (event.target.closest('.vx-bar,.vx-hear') || event.ctrlKey || event.metaKey || event.altKey) return;
    const pans = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
    const card = this.flow.cards.get(event.target.closest('.card,.tile')?.dataset.document);
    const step = event.target.closest('.step');
    const keys = { '+': () => this.zoom(1.3), '=': () => this.zoom(1.3), '-': () => this.zoom(1 / 1.3), 0: () => this.fit() };
    let act = keys[event.key];
    if (pans[event.key] && (event.shiftKey || !card)) {
      const [dx, dy] = pans[event.key];
      act = () => this.move(this.x + dx * 80, this.y + dy * 80, this.k);
    } else if (card) act ??= this.cardKey(event.key, card, step);
    if (!act) return;
    event.preventDefault();
    act();
  }

  /** Return what a key does at a card, or at one of its steps. */
  cardKey(key, card, step) {
    const by = (move) => () => this.focus(this.flow.order[this.flow.order.indexOf(card.name) + move]);
    if (key === 'h' && this.onHear) return () => this.onHear(card.name, step?.dataset.pointer || null);
    if (step) {
      const at = card.steps.indexOf(step);
      const moves = { ArrowDown: 1, ArrowUp: -1 };
      if (key in moves) return () => this.focus(card.name, card.steps[at + moves[key]]);
      if (key === 'Enter' || key === ' ') return () => this.choose(card.name, step.dataset.pointer || null);
      if (key === 'Escape') return () => this.focus(card.name);
    }
    if (key === 'Enter' || key === ' ') {
      const isSelected = this.selected?.document === card.name && this.scene === 'near';
      return () => { if (isSelected) this.focus(card.name, card.steps[0]); else this.choose(card.name); };
    }
    if (key === 'Escape') return () => { this.select(null); this.onSelect?.(null, null); };
    const ends = { Home: this.flow.order[0], End: this.flow.order.at(-1) };
    if (key in ends) return () => this.focus(ends[key]);
    if (key === 'ArrowRight') return () => this.focus(card.next.find((name) => name !== card.name));
    if (key === 'ArrowLeft') return () => this.focus(this.before.get(card.name));
    return { ArrowDown: by(1), ArrowUp: by(-1) }[key];
  }

  focus(name, step = null) {
    const card = this.flow.cards.get(name);
    if (!card) return;
    this.setTabStop(name);
    (step ?? this.shownOf(card)).focus({ preventScroll: true });
    this.reveal(card, step);
  }
}

/** Show a flow in an element. Documents are named as `data-document`, steps by their pointer or null. */
export function mountFlow(element, svgText, { onSelect, onHear } = {}) {
  const view = new FlowView(element, svgText, { onSelect, onHear });
  return {
    replace: (text) => view.replace(text),
    select: (name, pointer = null) => view.select(name, pointer),
    light: (name, pointer = null) => view.light(name, pointer),
    path: (name) => view.path(name),
    search: (text) => view.search(text),
    zoomTo: (name) => view.zoomTo(name),
    fit: () => view.fit(),
    state: () => view.state(),
    restore: (state) => view.restore(state),
  };
}
