// What every page component shares: building nodes, tier marks, and the life of a component on the page.
// Strings come from files and people, so they reach the document through textContent and setAttribute only.

const SVG_NS = 'http://www.w3.org/2000/svg';

function fill(node, props, children) {
  for (const [name, value] of Object.entries(props || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (name.startsWith('--')) node.style.setProperty(name, value);
    else node.setAttribute(name, value === true ? '' : String(value));
  }
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false || child === '') continue;
    node.append(child);
  }
  return node;
}

/** An HTML element; text children become text nodes, never markup. */
function h(tag, props, ...children) {
  return fill(document.createElement(tag), props, children);
}

/** An SVG element. */
function s(tag, props, ...children) {
  return fill(document.createElementNS(SVG_NS, tag), props, children);
}

/** `**bold**` inside a string becomes a <b>; everything else stays text. */
function rich(text) {
  return String(text ?? '').split('**').map((part, at) => (at % 2 ? h('b', null, part) : part));
}

/** Words for screen readers only. */
function unseen(text) {
  return h('span', { class: 'unseen' }, text);
}

/** An address on this server, or null: a link may never leave the origin or run a script. */
function ownAddress(href) {
  if (!href) return null;
  try {
    const url = new URL(href, document.baseURI);
    return url.origin === window.location.origin && /^https?:$/.test(url.protocol) ? href : null;
  } catch {
    return null;
  }
}

// ---- tiers ---------------------------------------------------------------------------------------------------

// Digits run 0…N known, N+1 unknown, N+2…2N+2 the same as 0…N but incomplete, so the table has 2N+3 styles.
function tierCount(styles) {
  return (styles.length - 3) / 2;
}

/** The style of a digit, with what it means: normal, tier or unknown, its rank, and whether it is incomplete. */
function tier(styles, digit) {
  const at = Number.parseInt(digit, 36);
  const style = styles[at];
  if (!style) return null;
  const kind = style.hatch === 'unknown' ? 'unknown' : style.tier === 'normal' ? 'normal' : 'tier';
  const incomplete = style.hatch === 'incomplete';
  return { ...style, kind, incomplete, rank: incomplete ? at - tierCount(styles) - 2 : at };
}

/** The colours of a style as custom properties of one element. */
function paint(style) {
  return {
    '--fill': style.fill, '--on': style.text, '--outline': style.outline, '--ink': style.ink,
    '--hatch': style.hatch_color || style.outline,
  };
}

/**
 * The drawn numeral of a style: in a line of text `size` design pixels wide, or at x, y inside a drawing.
 * NUMERALS, the paths, stand before this file (geo/numerals.py): a typed Ⅰ in a Chinese sans is a bare bar.
 */
function numeral(style, size, { x, y } = {}) {
  const place = x === undefined
    ? { class: 'numeral', '--size': size }
    : { x, y, width: size, height: size };
  return s('svg', { ...place, viewBox: '0 0 16 16', 'aria-hidden': 'true', focusable: 'false' },
    s('path', { d: NUMERALS[style.numeral] || NUMERALS.o, fill: 'currentColor' }));
}

/** Tier and word: solid as detected, an outlined ghost as published, hatched for unknown, dashed if incomplete. */
function badge(styles, digit, word, { ghost = false, incomplete = '' } = {}) {
  const style = tier(styles, digit);
  if (!style) return h('span', null, word);
  const dashed = Boolean(incomplete) || style.incomplete;
  const mark = h('span', { class: `badge ${style.kind}${ghost ? ' ghost' : ''}${dashed ? ' dashed' : ''}`,
    ...paint(style) }, numeral(style, 12), h('b', null, word));
  return incomplete ? h('span', { class: 'badged' }, mark, h('span', { class: 'wanting' }, incomplete)) : mark;
}

/** A small square mark with its word beside it. */
function mini(styles, digit, word) {
  const style = tier(styles, digit);
  if (!style) return h('span', null, word);
  const dashed = style.incomplete ? ' dashed' : '';
  return h('span', { class: 'mini' },
    h('span', { class: `mark ${style.kind}${dashed}`, ...paint(style) }, numeral(style, 11)), word);
}

/** The filled square of a tile. */
function square(styles, digit, size) {
  const style = tier(styles, digit);
  if (!style) return null;
  return h('span', { class: `square ${style.kind}${style.incomplete ? ' dashed' : ''}`, ...paint(style) },
    numeral(style, size));
}

/** How many of how many: solid pips, then dashed ones. */
function pips(done, all) {
  const each = Array.from({ length: Math.min(all, 40) }, (_, at) => h('i', { class: at < done ? null : 'no' }));
  return h('span', { class: 'pips', role: 'img', 'aria-label': `${done}/${all}` }, each);
}

/** Slanted strokes filling a rectangle, as one path: no pattern, so no name that could clash in the page. */
function hatchPath(x, y, width, height, pitch, rising) {
  const step = pitch * Math.SQRT2;
  let path = '';
  for (let at = step / 2; at < width + height; at += step) {
    const from = Math.max(0, at - height);
    const to = Math.min(width, at);
    const put = (dx) => `${(x + dx).toFixed(1)} ${(rising ? y + at - dx : y + height - at + dx).toFixed(1)}`;
    path += `M${put(from)}L${put(to)}`;
  }
  return path;
}

/** A legend swatch: fill, hatch and the outline's weight as on the map, at a third of the size. */
function swatch(styles, digit) {
  const style = tier(styles, digit);
  const svg = s('svg', { class: 'swatch', viewBox: '0 0 22 16', 'aria-hidden': 'true', focusable: 'false' });
  if (!style) return svg;
  const dashed = style.incomplete || style.kind === 'unknown';
  svg.append(s('rect', { x: 1, y: 1, width: 20, height: 14, rx: 2, fill: style.fill }));
  if (dashed) {
    svg.append(s('path', { d: hatchPath(1, 1, 20, 14, 4, style.incomplete), fill: 'none',
      stroke: style.hatch_color || style.outline, 'stroke-width': 1.2, opacity: style.incomplete ? 0.55 : 1 }));
  }
  const weight = dashed ? 1.4 : Math.max(0.8, (style.outline_width || 0) * 0.7);
  svg.append(s('rect', { x: 1, y: 1, width: 20, height: 14, rx: 2, fill: 'none', stroke: style.outline,
    'stroke-width': weight, 'stroke-dasharray': dashed ? '3 2' : null }));
  if (style.kind === 'tier' && !style.incomplete) {
    const sign = numeral(style, 10, { x: 6, y: 3 });
    if (sign) svg.append(s('g', { color: style.text }, sign));
  }
  return svg;
}

// ---- links ---------------------------------------------------------------------------------------------------

/**
 * The name of a place or event: a real link that opens in the app, and in a new tab when the viewer asks for one.
 * `code` is what is opened: a place's code, or `{event: id}`.
 */
function placeLink(name, code, href, open) {
  const address = ownAddress(href);
  const focus = code.event === undefined ? `place ${code}` : `event ${code.event}`;
  const act = (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    open(code);
  };
  return address
    ? h('a', { class: 'place', href: address, 'data-focus': focus, onclick: act }, name)
    : h('button', { class: 'place', type: 'button', 'data-focus': focus, onclick: act }, name);
}

// ---- life on the page ----------------------------------------------------------------------------------------

// The view is kept on its parent, not in this module: after an update of the app another module takes over.
const VIEW = Symbol.for('desk view');

/**
 * Streamlit calls a component again, with the same parent, for each new value of its data, and only the last
 * returned clean-up counts. One view therefore lives as long as its parent and is brought up to date in place.
 * `create(root, view)` returns `{update(data), destroy?()}`. STYLE, the component's CSS, stands before this file.
 */
function mount(component, name, create) {
  const { parentElement } = component;
  const data = component.data || {};
  if (parentElement[VIEW]?.maker !== mount) {
    parentElement[VIEW]?.remove();
    const root = h('div', { class: `uw uw-${name}` });
    const style = h('style', null, STYLE);
    const made = { root, calls: 0, seen: new Map(), maker: mount };
    // The latest call's setter is used: an older one may belong to a fragment that is gone.
    made.open = (code) => made.component.setTriggerValue('open', code);
    Object.assign(made, create(root, made));
    made.remove = () => {
      made.destroy?.();
      style.remove();
      root.remove();
      delete parentElement[VIEW];
    };
    parentElement.append(style, root);
    parentElement[VIEW] = made;
  }
  const view = parentElement[VIEW];
  view.calls += 1;
  view.component = component;
  view.root.dataset.scheme = data.scheme === 'dark' ? 'dark' : 'light';
  if (data.lang) view.root.setAttribute('lang', data.lang);
  keepFocus(view.root, () => view.update(data));
  const mine = view.calls;
  return () => {
    // A call overtaken by a newer one is cleaned up too; the view then belongs to the newer call.
    if (view.calls === mine && parentElement[VIEW] === view) view.remove();
  };
}

/** Whether a part of the data differs from last time, so that what has not changed is not drawn again. */
function differs(view, part, value) {
  const text = JSON.stringify(value) ?? '';
  if (view.seen.get(part) === text) return false;
  view.seen.set(part, text);
  return true;
}

/** Redraw and put the keyboard focus back on the element that stands for the same thing. */
function keepFocus(root, redraw) {
  const before = root.getRootNode().activeElement;
  const name = before && root.contains(before) ? before.dataset?.focus : null;
  redraw();
  if (!name || before.isConnected) return;
  for (const node of root.querySelectorAll('[data-focus]')) {
    if (node.dataset.focus === name) {
      node.focus({ preventScroll: true });
      return;
    }
  }
}
