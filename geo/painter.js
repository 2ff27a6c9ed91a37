/* Paints a map of places as SVG, one digit a place. Plain JavaScript, no build, nothing fetched.

   paintMap(host, spec, handlers) draws into `host` and returns {update(spec), destroy()}.
   numeralIcon(key, size) returns the drawn numeral as an SVG element, for badges and lists.

   spec = {
     geometry: {viewBox, places: [{code, name, d, x, y, r, out, alt}]}   from geo/drawing.py
     digits: "0412…"        one character a place, indexing `styles` (0-9 then a-z)
     published: "…" | null  the same, for what has been published; only told to screen readers where it differs
     changed: "…" | null    per place: "-" none, u v w x = one to four steps up, d e f g = down
     names, short_names, notes, short_notes: [text…]   short names on maps narrower than 420 px; a short note
       wherever the long one finds no place
     styles: [{fill, text, outline, ink, outline_width, dashed, hatch, hatch_color, numeral, word, incomplete_word}]
     selected: code | null, mini: bool
     strings: {map_label, separator, published: "已发布{tier}"}
     colors: {bg, t1, t2, t3, acc}                     without them the theme's CSS variables
   }
   handlers = {onOpen(code), onHover(code | null), onUnplaced([{code, name, note}…])}
     onUnplaced is told, after each new layout, which notes found no place: whoever draws the map says them elsewhere.

   Sizes are CSS pixels whatever the map's width: lines by non-scaling strokes, letters and hatches by `unit`, the
   number of drawing units in a pixel. An outline is drawn inside its place: twice as wide, clipped by its own path.
   Text enters the page through textContent only. */
const { paintMap, numeralIcon } = (() => {
  "use strict";
  const SVG = "http://www.w3.org/2000/svg";
  // Drawn, not typed: a typed Ⅰ in a CJK sans is a bar. The same paths stand in geo/numerals.py.
  const NUMERALS = {
    1: "M4 1.5h8v1.7H9.1v9.6H12v1.7H4v-1.7h2.9V3.2H4z",
    2: "M2 1.5h12v1.7h-1.7v9.6H14v1.7H2v-1.7h1.7V3.2H2zM5.9 3.2v9.6h4.2V3.2z",
    3: "M.5 1.5h15v1.7h-1.4v9.6h1.4v1.7H.5v-1.7h1.4V3.2H.5zM3.9 3.2v9.6H7V3.2zM9 3.2v9.6h3.1V3.2z",
    4: "M.4 1.5h15.2v1.7h-1.1L11.7 14.5H9.4L6.6 3.2H4.2v9.6h1.4v1.7H.7v-1.7h1.4V3.2H.4zM8.7 3.2l1.85 8.1 1.85-8.1z",
    q: "M4.3 5.7C4.3 3.1 5.9 1.5 8.2 1.5c2.2 0 3.7 1.4 3.7 3.5 0 1.6-.8 2.5-1.8 3.4-.8.7-1.1 1.2-1.1 2.3H6.9c0-1.8" +
      ".6-2.7 1.6-3.6.8-.7 1.3-1.2 1.3-2.1 0-1-.7-1.6-1.7-1.6s-1.7.8-1.7 2.3zM6.8 12.2h2.3v2.3H6.8z",
    o: "M8 3.1a4.9 4.9 0 1 1 0 9.8 4.9 4.9 0 0 1 0-9.8zm0 1.8a3.1 3.1 0 1 0 0 6.2 3.1 3.1 0 0 0 0-6.2z",
  };
  const NAME = 12.5, NOTE = 12, NUMERAL = 17, FIGURE = 19.5, LINE = 15.5, DISC = 12.4, HALO = 3;
  const NARROW = 420, CROWDED = 60, SELECTED = 2.6, ROOMY = 64, MONTHS = 60, HATCH = 0.54;
  const FALLBACK = {
    bg: "var(--st-background-color, Canvas)", t1: "var(--st-text-color, CanvasText)",
    t2: "var(--st-text-color, CanvasText)", t3: "var(--st-gray-text-color, GrayText)",
    acc: "var(--st-primary-color, Highlight)",
  };
  const ARROWS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
  const STEPS = [0, 0.15, 0.3, 0.45, 0.65, 0.9, 1.2];
  const AROUND = [[0, 1], [0, -1], [1, 0], [-1, 0], [0.7, 0.7], [-0.7, 0.7], [0.7, -0.7], [-0.7, -0.7]];
  let instances = 0;

  /** Sets only what has changed: a repaint of 122 places costs what differs between two months. */
  function set(node, attributes) {
    const known = (node.painted ??= {});
    for (const key in attributes) {
      const value = attributes[key];
      if (known[key] === value) continue;
      known[key] = value;
      if (value === null) node.removeAttribute(key);
      else node.setAttribute(key, value);
    }
    return node;
  }
  const make = (parent, tag, attributes = {}) =>
    set(parent.appendChild(document.createElementNS(SVG, tag)), attributes);
  const write = (node, text) => { if (node.textContent !== text) node.textContent = text; return node; };
  const round = (value) => Math.round(value * 10) / 10;
  const meet = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
  const around = (x, y, w, h) => [x - w / 2, y - h / 2, x + w / 2, y + h / 2];

  function numeralIcon(key, size = 12) {
    const svg = document.createElementNS(SVG, "svg");
    set(svg, { viewBox: "0 0 16 16", width: size, height: size, "aria-hidden": "true" });
    if (NUMERALS[key]) make(svg, "path", { d: NUMERALS[key], fill: "currentColor" });
    return svg;
  }

  /** Refuses a spec whose parts do not belong together: a shifted digit would colour the wrong place. */
  function check(spec) {
    const count = spec.geometry?.places?.length;
    if (count === undefined) return "The map has no geometry: expected {viewBox, places}.";
    for (const key of ["digits", "published", "changed", "names", "short_names", "notes", "short_notes"]) {
      const value = spec[key];
      if (value == null ? key === "digits" : value.length !== count) {
        return `The map has ${count} places but ${value?.length ?? 0} ${key}: it is not drawn, because a shifted ` +
          "place would show another's tier.";
      }
    }
    const beyond = [...spec.digits, ...(spec.published ?? "")].find((d) => !spec.styles?.[parseInt(d, 36)]);
    return beyond === undefined ? null : `The map has no style for digit "${beyond}": it is not drawn.`;
  }

  function paintMap(host, first, handlers = {}) {
    const id = `place-map-${++instances}`;
    let spec = null, geometry = null, nodes = [], codes = new Map(), unit = 0, em = 1, layout = [], layoutKey = "", unplaced = [];
    let hovered = -1, focused = -1;
    const svg = document.createElementNS(SVG, "svg");
    set(svg, { role: "group", width: "100%",
      style: "display:block;height:auto;overflow:hidden;user-select:none;-webkit-user-select:none;" +
        "-webkit-print-color-adjust:exact;print-color-adjust:exact" });
    const defs = make(svg, "defs");
    const clips = make(defs, "g"), patterns = make(defs, "g");
    const layer = (name) => make(svg, "g", { "data-layer": name, ...(name === "fill" ? {} : { "pointer-events": "none" }) });
    const fills = layer("fill"), hatches = layer("hatch"), outlines = layer("outline"), rings = layer("ring");
    const leaders = layer("leader"), labels = layer("label"), hints = layer("hint");
    const ruler = document.createElement("canvas").getContext("2d");
    const widths = new Map(), layouts = new Map();

    const color = (key) => spec.colors?.[key] ?? FALLBACK[key];
    const styleOf = (i) => spec.styles[parseInt(spec.digits[i], 36)];
    const narrow = () => !spec.mini && viewWidth() / unit < NARROW * em;
    const frame = () => geometry.viewBox.split(" ").map(Number);
    const viewWidth = () => frame()[2];
    const nameOf = (i) => (narrow() && spec.short_names?.[i]) || spec.names?.[i] || geometry.places[i].name;
    /** A place's notes in order of preference; a narrow map begins with the short one. */
    const notesOf = (i) => {
      const long = spec.notes?.[i] || "", short = spec.short_notes?.[i] || long;
      return !long ? [] : narrow() || short === long ? [short] : [long, short];
    };
    const words = (i) => {
      const style = styleOf(i), parts = [spec.names?.[i] ?? geometry.places[i].name, style.word];
      if (style.incomplete_word) parts.push(style.incomplete_word);
      const published = spec.published && spec.styles[parseInt(spec.published[i], 36)];
      if (published && published.word !== style.word && spec.strings?.published) {
        const told = spec.strings.published, word = published.word;
        parts.push(told.includes("{tier}") ? told.replace("{tier}", () => word) : told + word);
      }
      if (spec.notes?.[i]) parts.push(spec.notes[i]);
      return parts.join(spec.strings?.separator ?? ", ");
    };

    function build() {
      // First, for taking the old shapes away makes the browser tell of a focus that is lost.
      hovered = focused = -1;
      layout = [];
      layoutKey = "";
      layouts.clear();
      geometry = spec.geometry;
      set(svg, { viewBox: geometry.viewBox });
      for (const part of [clips, fills, hatches, outlines, rings, leaders, labels, hints]) part.replaceChildren();
      codes = new Map(geometry.places.map((place, i) => [place.code, i]));
      nodes = geometry.places.map((place, i) => {
        const line = { fill: "none", d: place.d, "vector-effect": "non-scaling-stroke", "stroke-linejoin": "round" };
        const fill = make(fills, "path", { d: place.d, tabindex: "0", role: "button", "data-code": place.code,
          "stroke-width": 1.5, "vector-effect": "non-scaling-stroke", "stroke-linejoin": "round",
          style: "cursor:pointer;outline:none" });
        fill.place = i;
        make(make(clips, "clipPath", { id: `${id}-c${i}` }), "path", { d: place.d });
        return { fill, title: make(fill, "title"), hatch: make(hatches, "path", { d: place.d, visibility: "hidden" }),
          outline: make(outlines, "path", { ...line, "clip-path": `url(#${id}-c${i})` }),
          gap: null, ring: null, label: make(labels, "g"), leader: make(leaders, "g"), line };
      });
    }

    /** One pattern a hatched style; pitches are pixels, so they follow `unit`. */
    function drawPatterns() {
      spec.styles.forEach((style, n) => {
        let pattern = patterns.children[n] ?? make(patterns, "pattern", { id: `${id}-h${n}`, patternUnits: "userSpaceOnUse" });
        if (!pattern.firstChild) make(pattern, "path");
        if (!style.hatch) return;
        const unknown = style.hatch === "unknown", pitch = unknown ? 7 : 9;
        const turn = `scale(${unit * em * HATCH}) rotate(${unknown ? -45 : 45})`;
        set(pattern, { width: pitch, height: pitch, patternTransform: turn });
        set(pattern.firstChild, { d: `M${pitch / 2} -1V${pitch + 1}`, stroke: style.hatch_color,
          "stroke-width": unknown ? 2 : 1.6, opacity: unknown ? 1 : 0.55 });
      });
    }

    function paintPlace(i) {
      const style = styleOf(i), node = nodes[i], place = geometry.places[i], index = parseInt(spec.digits[i], 36);
      const roomy = place.r / unit;
      set(node.fill, { fill: style.fill, stroke: color("bg"), "aria-label": words(i), "data-digit": spec.digits[i],
        "aria-current": spec.selected === place.code ? "true" : null });
      write(node.title, words(i));
      set(node.hatch, style.hatch ? { visibility: null, fill: `url(#${id}-h${index})` } : { visibility: "hidden" });
      // A small place keeps half the weight, so that the line does not eat the fill; the order of weights stays.
      let width = style.outline_width * Math.min(1, Math.max(0.5, roomy / ROOMY));
      if (spec.mini) width = style.dashed ? 1 : 0;
      if (spec.changed && spec.changed[i] !== "-") width = 0;
      if (i === hovered) width = Math.max(width, 0.6) + 1.4;
      set(node.outline, { stroke: width ? style.outline : null, "stroke-width": round(width * 2 * em),
        "stroke-dasharray": style.dashed ? (spec.mini ? "4 3" : "6 4") : null });
      paintRing(i);
    }

    /** What lies over the outline: changed (text colour), selected and focused (accent, with a gap of paper). */
    function paintRing(i) {
      const node = nodes[i], code = geometry.places[i].code;
      const changed = spec.changed && spec.changed[i] !== "-", selected = spec.selected === code;
      const ring = i === focused ? ["acc", 3.2] : selected ? [spec.mini ? "t1" : "acc", SELECTED]
        : changed ? ["t1", SELECTED] : null;
      if (!ring && !node.ring) return;
      node.gap ??= make(rings, "path", node.line);
      node.ring ??= make(rings, "path", node.line);
      const gap = ring && ring[0] === "acc";
      set(node.gap, { stroke: gap ? color("bg") : null, "stroke-width": gap ? round((ring[1] + 3) * em) : null });
      set(node.ring, { stroke: ring ? color(ring[0]) : null, "stroke-width": ring ? round(ring[1] * em) : null });
      if (ring && rings.lastChild !== node.ring && (i === focused || selected)) rings.append(node.gap, node.ring);
    }

    function measure(text, size) {
      const key = `${em}|${size}|${text}`;
      if (!widths.has(key)) {
        ruler.font = `400 ${size * em}px ${getComputedStyle(svg).fontFamily}`;
        widths.set(key, ruler.measureText(text).width / em);
      }
      return widths.get(key) * em * unit;
    }

    /** Whether a box of drawing units lies within place i: corners, edge middles and the middle are asked. */
    function within(i, [x0, y0, x1, y1]) {
      const point = svg.createSVGPoint();
      return [x0, (x0 + x1) / 2, x1].every((x) => [y0, (y0 + y1) / 2, y1].every((y) => {
        point.x = x;
        point.y = y;
        return nodes[i].fill.isPointInFill(point);
      }));
    }

    const textBox = (x, y, lines) => {
      const px = unit * em, w = Math.max(...lines.map((line) => measure(line.text, line.size)));
      return around(x, y, w, lines.length * LINE * px);
    };
    const drawn = (i) => NUMERALS[styleOf(i).numeral] && styleOf(i).numeral !== "o" || "-" !== (spec.changed?.[i] ?? "-");
    /** Where a block (numeral over lines of text) can stand inside its place, nearest to the middle first. A note
        keeps off the outline; a name may run over the edge by the share `loose`. */
    function* spotsInside(i, lines, tall, loose) {
      const { x, y, r } = geometry.places[i], px = unit * em, span = nodes[i].fill.getBBox();
      const height = (tall + lines.length * LINE) * px, [left, , right] = textBox(0, 0, lines);
      const trim = (lines.some((line) => line.note) ? -2 : 1) * px + loose * (right - left);
      if (right - left - 2 * trim > span.width || height * 0.8 > span.height) return;
      for (const step of STEPS) {
        for (const [dx, dy] of step ? AROUND : [[0, 0]]) {
          const [mx, my] = [x + dx * step * r, y + dy * step * r];
          const text = textBox(mx, my + tall / 2 * px, lines);
          const figure = around(mx, my - height / 2 + tall / 2 * px, Math.min(tall, NUMERAL) * px, tall * px);
          if (!within(i, [text[0] + trim, text[1] + px, text[2] - trim, text[3] - 2 * px]) || !within(i, figure)) continue;
          yield { x: mx, y: my, lines, boxes: [text, figure] };
        }
      }
    }
    /** The first such spot that no other label has taken. Room for a numeral is kept even where none is drawn this
        month, so that names stay put; with a note, or when all else fails (`bare`), what is there counts. */
    function insideBlock(i, lines, taken, loose = 0, bare = false) {
      const tall = (bare || lines.some((line) => line.note)) && !drawn(i) ? 0 : FIGURE, asked = nodes[i].asked ??= new Map();
      const key = [unit, em, tall, loose, ...lines.map((line) => line.text)].join("|");
      if (!asked.has(key)) asked.set(key, { found: [], rest: spotsInside(i, lines, tall, loose) });
      const { found, rest } = asked.get(key);
      for (let n = 0; ; n += 1) {
        if (n === found.length) {
          const next = rest.next();
          if (next.done) return null;
          found.push(next.value);
        }
        if (!found[n].boxes.some((box) => taken.some((other) => meet(box, other)))) return found[n];
      }
    }
    function crosses(spot, end, box) {
      for (let t = 0; t <= 1; t += 0.1) {
        const x = spot.lx + (end[0] - spot.lx) * t, y = spot.ly + (end[1] - spot.ly) * t;
        if (x > box[0] && x < box[2] && y > box[1] && y < box[3]) return true;
      }
      return false;
    }
    /** Whether a box lies on paper: no place is under any of its points, a few pixels apart. */
    function onPaper([x0, y0, x1, y1]) {
      const point = svg.createSVGPoint(), across = Math.ceil((x1 - x0) / (8 * unit));
      for (let n = 0; n <= across; n += 1) {
        for (const y of [y0, (y0 + y1) / 2, y1]) {
          point.x = x0 + (x1 - x0) * n / across;
          point.y = y;
          if (nodes.some((node) => node.fill.isPointInFill(point))) return false;
        }
      }
      return true;
    }
    function outsideSpot(i, lines, taken, lead, overLand) {
      const place = geometry.places[i], [west, north, across, down] = frame(), px = unit * em;
      for (const spot of [place.out, ...(place.alt ?? [])]) {
        if (!spot || (spot.land && !overLand)) continue;
        const w = Math.max(...lines.map((line) => measure(line.text, line.size))), h = lines.length * LINE * px;
        const left = spot.x - { start: 0, middle: 0.5, end: 1 }[spot.anchor] * w;
        const grow = spot.anchor === "middle" ? Math.sign(spot.y - spot.ly) * (h - LINE * px) / 2 : 0;
        const box = [left, spot.y + grow - h / 2, left + w, spot.y + grow + h / 2];
        const end = spot.anchor === "middle" ? [spot.x, spot.y - Math.sign(spot.y - spot.ly) * LINE * px / 2]
          : [spot.x + (spot.anchor === "start" ? -3 : 3) * px, spot.y];
        if (box[0] < west || box[1] < north || box[2] > west + across || box[3] > north + down) continue;
        if (taken.some((other) => meet(box, other)) || lead.some((one) => crosses(one.spot, one.end, box))) continue;
        if (taken.some((other) => other.place !== i && crosses(spot, end, other))) continue;
        // The spots were sought for the width of a name; a note may be wider.
        if (lines.some((line) => line.note) && !onPaper(box)) continue;
        return { spot, end, box, lines, y: spot.y + grow };
      }
      return null;
    }

    /** Decides for a width, names, notes and numerals where every label stands; colours do not matter to it. Inside
        with its note, inside without, beside on paper, inside over the edge, beside over a neighbour, nowhere. */
    function lay() {
      const places = geometry.places, taken = [], lead = [], pending = [], px = unit * em;
      const keep = (i, boxes) => boxes.forEach((box) => { box.place = i; taken.push(box); });
      const settle = (i, block) => {
        if (!block) return false;
        keep(i, block.boxes);
        Object.assign(layout[i], { x: block.x, y: block.y, lines: block.lines });
        return true;
      };
      const beside = (i, lines, overLand) => {
        const found = outsideSpot(i, lines, taken, lead, overLand);
        if (!found) return false;
        keep(i, [found.box]);
        lead.push(found);
        return Boolean(layout[i].outside = found);
      };
      layout = places.map(({ x, y }) => ({ x, y, lines: [], outside: null }));
      unplaced = [];
      if (spec.mini) return;
      places.forEach((place, i) => {
        const name = { text: nameOf(i), size: NAME }, notes = notesOf(i).map((text) => [{ text, size: NOTE, note: true }]);
        const shapes = broken(name).map((lines) => [...lines]);
        const tries = [...notes.flatMap((note) => shapes.map((lines) => [...lines, ...note])), ...shapes];
        const done = tries.find((lines) => settle(i, insideBlock(i, lines, taken)));
        if (!done) pending.push([i, name, notes, shapes]);
        else if (notes.length && !done.some((line) => line.note)) pending.push([i, null, notes]);
      });
      pending.sort((a, b) => !a[1] - !b[1] || places[a[0]].r - places[b[0]].r);
      const figure = (i) => around(places[i].x, places[i].y, NUMERAL * px, NUMERAL * px);
      for (const [i, name] of pending) if (name && places[i].r > 5 * px) keep(i, [figure(i)]);
      for (const [i, name, notes, shapes] of pending) {
        const roomy = places.length <= CROWDED, others = taken.filter((box) => box.place !== i);
        const told = notes.flatMap(([note]) => broken(note));
        const done = roomy && told.some((note) => beside(i, name ? [name, ...note] : note, false));
        if (!done && notes.length) unplaced.push(i);
        if (done || !name || !roomy || beside(i, [name], false)) continue;
        if (![0, 0.14].some((loose) => shapes.some((lines) => settle(i, insideBlock(i, lines, others, loose, true))))) {
          beside(i, [name], true);
        }
      }
    }
    /** A line as it is, and in two: at the space nearest to its middle, or, of Han without one, in the middle. */
    function broken(line) {
      const words = line.text.split(" "), half = Math.ceil(words.length / 2), letters = [...line.text];
      const parts = words.length > 1 ? [words.slice(0, half).join(" "), words.slice(half).join(" ")]
        : line.note && letters.length > 3 && letters.every((one) => one > "\u2e7f")
          ? [letters.slice(0, Math.ceil(letters.length / 2)).join(""), letters.slice(Math.ceil(letters.length / 2)).join("")]
          : null;
      return parts ? [[line], parts.map((text) => ({ ...line, text: text.replace(/^· | ·$/, "") }))] : [[line]];
    }

    function text(parent, line, x, y, anchor, fill, halo) {
      const node = make(parent, "text", { x: round(x), y: round(y), "text-anchor": anchor, fill, stroke: halo,
        "font-size": round(line.size * em * unit), "stroke-width": round(HALO * em * unit), "stroke-linejoin": "round",
        style: "paint-order:stroke" });
      return write(node, line.text);
    }

    function drawNumeral(parent, style, x, y, size, arrows) {
      const px = unit * em, shown = NUMERALS[style.numeral] && style.numeral !== "o";
      const wide = size + (arrows.length ? arrows.length * 9 + 2 : 0), left = x - (wide / 2) * px;
      if (shown && style.hatch === "unknown") {
        make(parent, "circle", { cx: round(x), cy: round(y), r: round(DISC * px * size / NUMERAL), fill: style.fill });
      } else if (shown && style.hatch) {
        const [x0, y0, x1, y1] = around(x, y, (wide + 4) * px, (size + 3) * px).map(round);
        make(parent, "rect", { x: x0, y: y0, width: x1 - x0, height: y1 - y0, rx: round(2 * px), fill: style.fill });
      }
      if (shown) {
        const to = `translate(${round(left)} ${round(y - size / 2 * px)}) scale(${(size / 16 * px).toFixed(3)})`;
        make(parent, "path", { d: NUMERALS[style.numeral], fill: style.text, transform: to });
      }
      arrows.forEach((up, n) => {
        const sign = up ? 1 : -1, at = shown ? left + (size + 2 + n * 9) * px : x + (n - arrows.length / 2) * 9 * px;
        const d = `M${round(at)} ${round(y + sign * 3.5 * px)}h${round(8 * px)}l${round(-4 * px)} ${round(-sign * 7 * px)}z`;
        make(parent, "path", { d, fill: style.text });
      });
    }

    function drawLabel(i) {
      const style = styleOf(i), { x, y, lines, outside } = layout[i], node = nodes[i], px = unit * em;
      const key = [unit, em, spec.mini, spec.changed?.[i], style.text, style.fill, style.numeral, style.hatch,
        color("bg"), color("t1"), x, y, outside?.spot.x, outside?.y,
        ...[...lines, "/", ...(outside?.lines ?? [])].map((line) => line.text)].join("|");
      if (node.labelKey === key) return;
      node.labelKey = key;
      node.label.replaceChildren();
      node.leader.replaceChildren();
      const room = geometry.places[i].r / px, size = Math.min(NUMERAL, spec.mini || !lines.length ? room * 1.35 : NUMERAL);
      const letter = spec.changed?.[i] ?? "-", up = "uvwx".indexOf(letter), down = "defg".indexOf(letter);
      const arrows = Array(1 + Math.max(up, down)).fill(up >= 0);
      const numeral = size >= 6 && drawn(i);
      const height = (numeral ? FIGURE : 0) + lines.length * LINE;
      let top = y - height / 2 * px;
      if (numeral) {
        drawNumeral(node.label, style, x, lines.length ? top + NUMERAL / 2 * px : y, size, arrows);
        top += FIGURE * px;
      }
      for (const line of lines) {
        text(node.label, line, x, top + LINE * 0.78 * px, "middle", style.text, style.fill);
        top += LINE * px;
      }
      if (!outside) return;
      const { spot, end } = outside;
      make(node.leader, "path", { d: `M${spot.lx} ${spot.ly}L${round(end[0])} ${round(end[1])}`, fill: "none",
        stroke: color("t3"), "stroke-width": 1, "vector-effect": "non-scaling-stroke" });
      outside.lines.forEach((line, n) => {
        const row = outside.y + (n - (outside.lines.length - 1) / 2) * LINE * px + LINE * 0.28 * px;
        text(node.label, line, spot.x, row, spot.anchor, color(line.note ? "t2" : "t1"), color("bg"));
      });
    }

    function paint() {
      const width = svg.getBoundingClientRect().width;
      const before = unit * em, root = parseFloat(getComputedStyle(document.documentElement).fontSize);
      unit = width ? viewWidth() / width : viewWidth() / 480;
      em = Math.min(2, Math.max(0.8, (root || 15) / 15));
      if (unit * em !== before) {
        layouts.clear();
        nodes.forEach((node) => { node.asked = null; });
      }
      set(svg, { "aria-label": spec.strings?.map_label ?? null });
      drawPatterns();
      nodes.forEach((_, i) => paintPlace(i));
      const said = nodes.map((_, i) => {
        const notes = notesOf(i);
        return `${nameOf(i)}\n${notes}\n${(notes.length || nodes.length <= CROWDED) && Boolean(drawn(i))}`;
      });
      const key = [unit, em, spec.mini, narrow(), ...said].join("\t");
      if (key !== layoutKey && width) {
        if (!layouts.has(key)) {
          if (layouts.size > MONTHS) layouts.clear();
          lay();
          layouts.set(key, { layout, unplaced });
        }
        ({ layout, unplaced } = layouts.get(key));
        layoutKey = key;
        handlers.onUnplaced?.(unplaced.map((i) => (
          { code: geometry.places[i].code, name: spec.names?.[i] ?? geometry.places[i].name, note: spec.notes[i] })));
      }
      if (layout.length === nodes.length) nodes.forEach((_, i) => drawLabel(i));
    }

    function same(a, b) {
      return a === b || (a && b && a.viewBox === b.viewBox && a.places.length === b.places.length &&
        a.places.every((place, i) => place.code === b.places[i].code && place.d === b.places[i].d));
    }

    function update(next) {
      const merged = { ...next, geometry: next.geometry ?? geometry };
      const fault = check(merged);
      if (fault) {
        const alert = document.createElement("p");
        alert.setAttribute("role", "alert");
        alert.textContent = fault;
        host.replaceChildren(alert);
        throw new Error(fault);
      }
      spec = merged;
      if (!svg.isConnected || svg.parentNode !== host) host.replaceChildren(svg);
      if (!same(spec.geometry, geometry)) build();
      paint();
    }

    const placeOf = (event) => event.target?.place ?? -1;
    const open = (i) => handlers.onOpen?.(geometry.places[i].code);
    function hover(i) {
      if (i === hovered) return;
      const before = hovered;
      hovered = i;
      for (const n of [before, i]) if (nodes[n]) paintPlace(n);
      hint();
      handlers.onHover?.(i < 0 ? null : geometry.places[i].code);
    }
    /** The nearest place on that side, sideways distance counting more than distance ahead. */
    function neighbour(i, [dx, dy]) {
      const from = geometry.places[i];
      let best = -1, least = Infinity;
      geometry.places.forEach((to, n) => {
        const ahead = (to.x - from.x) * dx + (to.y - from.y) * dy;
        const aside = Math.abs((to.x - from.x) * dy) + Math.abs((to.y - from.y) * dx);
        if (n !== i && ahead > 0 && aside <= ahead * 2.5 && ahead + aside * 1.5 < least) [best, least] = [n, ahead + aside * 1.5];
      });
      return best;
    }
    svg.addEventListener("click", (event) => { if (placeOf(event) >= 0) open(placeOf(event)); });
    svg.addEventListener("pointerover", (event) => hover(placeOf(event)));
    svg.addEventListener("pointerleave", () => hover(-1));
    svg.addEventListener("keydown", (event) => {
      const i = placeOf(event);
      if (i < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "Enter" || event.key === " ") open(i);
      else if (!ARROWS[event.key]) return;
      else nodes[neighbour(i, ARROWS[event.key])]?.fill.focus();
      event.preventDefault();
    });
    const focus = (i) => {
      const before = focused;
      focused = i;
      for (const n of [before, i]) if (nodes[n]) paintRing(n);
      hint();
    };
    /** Says the name of the place under the pointer or the focus where the map has no room for it. */
    function hint() {
      const i = hovered >= 0 ? hovered : focused, at = layout[i];
      hints.replaceChildren();
      if (!at || [...at.lines, ...(at.outside?.lines ?? [])].some((line) => !line.note)) return;
      const line = { text: nameOf(i), size: NAME }, half = measure(line.text, NAME) / 2, [left, , width] = frame();
      const x = Math.max(left + half, Math.min(left + width - half, at.x)), clear = drawn(i) ? NUMERAL / 2 + LINE * 0.8 : 4;
      text(hints, line, x, at.y + clear * unit * em, "middle", color("t1"), color("bg"));
    }
    // On the host: an SVG element that listens for focus becomes a tab stop of its own.
    const gone = new AbortController(), heard = { signal: gone.signal };
    const seen = (event) => focus(event.target.matches?.(":focus-visible") ? placeOf(event) : -1);
    host.addEventListener("focusin", seen, heard);
    host.addEventListener("focusout", () => focus(-1), heard);

    update(first);
    const observer = new ResizeObserver(() => { if (spec && svg.isConnected) paint(); });
    observer.observe(svg);
    return { update, destroy() { observer.disconnect(); gone.abort(); svg.remove(); } };
  }

  return { paintMap, numeralIcon };
})();
