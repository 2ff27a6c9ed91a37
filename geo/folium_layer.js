/* The places of a folium map: geometry fetched once from this server, then painted by digits. See folium_map.py.

   placeLayer(map, given) → {paint(state, group)}
   given = {bounds, margin, geometry, names, anchors, points, point_names, numerals, failed, mismatch}
   state = {digits, point_digits, styles, notes, colors}; a style with `quiet` is ground: no tier, its name drawn

   Names enter the page through textContent only. Painted on a canvas: no hatches, so incomplete is dashed over a
   lighter fill, and numerals stand as small drawings on the places that are large enough at this zoom. A place
   without an outline is a dot: small in a crowd, with numeral and name where it has room. */
function placeLayer(map, given) {
  const SPACE = "http:" + "//www.w3.org/2000/svg", ROOM_PX = 24, NUMERAL_PX = 15, BARE = 0.8;
  const DOT = { crowded: 5, bare: 7, numbered: 10, numeral: 12 }, MOST_NAMES = 200;
  const NAME = { font: '12px system-ui, "Noto Sans CJK SC", sans-serif', height: 16, gap: 4 };
  const box = map.getContainer(), ruler = document.createElement("canvas").getContext("2d");
  ruler.font = NAME.font;
  let look = "";

  function fail(text) {
    box.textContent = text;
    throw new Error(text);
  }

  function fetchNow(url) {
    const request = new XMLHttpRequest();
    request.open("GET", url, false);
    try {
      request.send();
    } catch {
      fail(given.failed);
    }
    if (request.status !== 200) fail(given.failed);
    return JSON.parse(request.responseText);
  }

  /* Everything drawn in one way: its layers, their codes and names, and what they look like now. */
  function family(url, said, line, pointToLayer) {
    const all = { layers: [], spans: [], codes: [], names: [], digits: "", line, lineOf: null, styleOf: null };
    const remember = (feature, one) => {
      const n = all.layers.length, span = document.createElement("span");
      all.layers.push(one);
      all.spans.push(span);
      all.codes.push(feature.properties["region_code"]);
      all.names.push(said ? said[n] : feature.properties["region_name"]);
      one.bindTooltip(span, { sticky: true });
      one.on("mouseover", () => one.setStyle({ weight: all.lineOf(n).weight + 1.5 }));
      one.on("mouseout", () => one.setStyle({ weight: all.lineOf(n).weight }));
    };
    if (url) L.geoJson(fetchNow(url), { onEachFeature: remember, pointToLayer }).addTo(map);
    return all;
  }

  function areaLine(style, colors) {
    const bare = !style["outline_width"];
    return {
      fillColor: style.fill,
      fillOpacity: style.hatch === "incomplete" ? 0.55 : style.hatch ? 0.35 : 1,
      color: bare ? colors.bg : style.outline,
      weight: bare ? BARE : Math.max(1, style["outline_width"] * 0.6),
      dashArray: style.dashed ? "6 4" : null,
    };
  }

  function dotLine(style, colors) {
    const weight = Math.max(1.3, style["outline_width"] * 0.6);
    return { ...areaLine(style, colors), color: style.outline, weight, dashArray: style.dashed ? "3 3" : null };
  }

  map.fitBounds(given.bounds, { padding: [given.margin, given.margin], animate: false });
  const areas = family(given.geometry, given.names, areaLine);
  const dot = (feature, where) => L.circleMarker(where, { radius: DOT.crowded });
  const dots = family(given.points, given["point_names"], dotLine, dot);

  function numeral(style, size) {
    const svg = document.createElementNS(SPACE, "svg"), path = document.createElementNS(SPACE, "path");
    const dress = (node, attributes) => {
      for (const key in attributes) node.setAttribute(key, attributes[key]);
    };
    dress(svg, { viewBox: "0 0 16 16", width: size, height: size, "aria-hidden": "true" });
    svg.style.display = "block";
    dress(path, { d: given.numerals[style.numeral], fill: style.text, stroke: style.fill, "stroke-width": 3,
      "paint-order": "stroke" });
    svg.append(path);
    return svg;
  }

  function numeralAt(where, style, size) {
    const icon = L.divIcon({ html: numeral(style, size), className: "place-numeral", iconSize: [size, size] });
    return L.marker(where, { icon, interactive: false, keyboard: false });
  }

  function nameAt(where, text, colour, colors, left, top, width) {
    const span = document.createElement("span"), halo = `0 0 2px ${colors.bg}`;
    span.textContent = text;
    Object.assign(span.style, { display: "block", font: NAME.font, lineHeight: `${NAME.height}px`, color: colour,
      whiteSpace: "nowrap", textShadow: [halo, halo, halo, halo].join() });
    const icon = L.divIcon({ html: span, className: "place-name", iconSize: [width, NAME.height],
      iconAnchor: [-left, -top] });
    return L.marker(where, { icon, interactive: false, keyboard: false });
  }

  function hasNumeral(style) {
    return Boolean(given.numerals[style.numeral]) && style.numeral !== "o";
  }

  function anchorOf(n) {
    return given.anchors ? given.anchors[n] : areas.layers[n].getBounds().getCenter();
  }

  function roomFor(n) {
    const bounds = areas.layers[n].getBounds();
    if (!map.getBounds().intersects(bounds)) return false;
    const one = map.latLngToLayerPoint(bounds.getNorthWest()), two = map.latLngToLayerPoint(bounds.getSouthEast());
    return Math.min(two.x - one.x, two.y - one.y) >= ROOM_PX;
  }

  /* Whether each spot is at least `gap` away from every other one: looked up in squares of that size. */
  function alone(spots, gap) {
    const squares = new Map(), square = (p) => [Math.floor(p.x / gap), Math.floor(p.y / gap)];
    spots.forEach((p) => {
      const key = square(p).join();
      squares.set(key, [...(squares.get(key) || []), p]);
    });
    return spots.map((p) => {
      const [x, y] = square(p);
      const near = [-1, 0, 1].flatMap((i) => [-1, 0, 1].flatMap((j) => squares.get([x + i, y + j].join()) || []));
      return near.every((other) => other === p || other.distanceTo(p) >= gap);
    });
  }

  /* Dots as large as their neighbours allow, with numerals; names where they cover nothing, the worst first. */
  function dotMarks(colors) {
    const spots = dots.layers.map((one) => map.latLngToContainerPoint(one.getLatLng()));
    const roomy = alone(spots, 2 * DOT.numbered + NAME.gap), size = map.getSize(), taken = [], made = [];
    const seen = (p) => p.x >= 0 && p.y >= 0 && p.x <= size.x && p.y <= size.y;
    dots.layers.forEach((one, n) => {
      const numbered = roomy[n] && hasNumeral(dots.styleOf(n));
      const radius = numbered ? DOT.numbered : roomy[n] ? DOT.bare : DOT.crowded;
      if (one.getRadius() !== radius) one.setRadius(radius);
      if (!seen(spots[n])) return;
      taken.push([spots[n].x - radius, spots[n].y - radius, 2 * radius, 2 * radius]);
      if (numbered) made.push(numeralAt(one.getLatLng(), dots.styleOf(n), DOT.numeral));
    });
    const free = ([x, y, w, h]) => x >= 0 && y >= 0 && x + w <= size.x && y + h <= size.y &&
      taken.every(([a, b, c, d]) => x >= a + c || a >= x + w || y >= b + d || b >= y + h);
    const name = (where, p, text, colour, offsets, width) => {
      const found = offsets.find(([x, y]) => free([p.x + x, p.y + y, width, NAME.height]));
      if (!found) return;
      taken.push([p.x + found[0], p.y + found[1], width, NAME.height]);
      made.push(nameAt(where, text, colour, colors, ...found, width));
    };
    if (taken.length > MOST_NAMES) return made;
    const order = [...dots.layers.keys()].filter((n) => roomy[n] && seen(spots[n]));
    order.sort((a, b) => dots.lineOf(b).weight - dots.lineOf(a).weight).forEach((n) => {
      const width = Math.ceil(ruler.measureText(dots.names[n]).width), away = dots.layers[n].getRadius() + NAME.gap;
      const up = -NAME.height / 2;
      name(dots.layers[n].getLatLng(), spots[n], dots.names[n], colors.t1,
        [[away, up], [-away - width, up], [-width / 2, away], [-width / 2, -away - NAME.height]], width);
    });
    areas.layers.forEach((_, n) => {
      if (!areas.styleOf(n).quiet) return;
      const where = L.latLng(anchorOf(n)), width = Math.ceil(ruler.measureText(areas.names[n]).width);
      name(where, map.latLngToContainerPoint(where), areas.names[n], colors.t3,
        [[-width / 2, -NAME.height / 2], [-width / 2, NAME.height], [-width / 2, -2 * NAME.height]], width);
    });
    return made;
  }

  function dress(all, digits, state, fresh) {
    const lines = new Map(state.styles.map((style) => [style, all.line(style, state.colors)]));
    all.styleOf = (n) => state.styles[parseInt(digits[n], 36)];
    all.lineOf = (n) => lines.get(all.styleOf(n));
    all.layers.forEach((one, n) => {
      const style = all.styleOf(n), said = [all.names[n], style.label || style.word, state.notes[all.codes[n]]];
      all.spans[n].textContent = said.filter(Boolean).join(" · ");
      if (fresh || all.digits[n] !== digits[n]) one.setStyle(all.lineOf(n));
    });
    const weight = (n) => all.lineOf(n).weight;
    const outlined = [...all.layers.keys()].filter((n) => weight(n) > BARE).sort((a, b) => weight(a) - weight(b));
    outlined.forEach((n) => all.layers[n].bringToFront());
    all.digits = digits;
  }

  function paint(state, group) {
    const { digits, point_digits: dotDigits = "", styles, colors } = state;
    if (digits.length !== areas.layers.length || dotDigits.length !== dots.layers.length) fail(given.mismatch);
    const now = JSON.stringify([styles, colors]), fresh = look !== now;
    look = now;
    box.style.background = colors.bg;
    box.querySelectorAll(".leaflet-bar").forEach((bar) => (bar.style.borderColor = colors.line));
    box.querySelectorAll(".leaflet-bar a").forEach((button) => {
      Object.assign(button.style, { color: colors.t1, background: colors.panel, borderColor: colors.line });
    });
    dress(areas, digits, state, fresh);
    dress(dots, dotDigits, state, fresh);

    const numbered = [...areas.layers.keys()].filter((n) => hasNumeral(areas.styleOf(n)));
    let marks = [];
    const mark = () => {
      marks.forEach((one) => group.removeLayer(one));
      marks = numbered.filter(roomFor).map((n) => numeralAt(anchorOf(n), areas.styleOf(n), NUMERAL_PX));
      if (dots.layers.length) marks.push(...dotMarks(colors));
      marks.forEach((one) => one.addTo(group));
    };
    map.on("moveend", mark);
    group.on("remove", () => map.off("moveend", mark));
    mark();
  }

  return { paint };
}
