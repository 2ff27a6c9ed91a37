/* The places of a folium map: geometry fetched once from this server, then painted by digits. See folium_map.py.

   placeLayer(map, given) → {paint(state, group)}
   given = {geometry, names, anchors, numerals, failed, mismatch}; state = {digits, styles, notes, colors}

   Names enter the page through textContent only. Painted on a canvas: no hatches, so incomplete is dashed over a
   lighter fill, and numerals stand as small drawings on the places that are large enough at this zoom. */
function placeLayer(map, given) {
  const SPACE = "http:" + "//www.w3.org/2000/svg", ROOM_PX = 24, NUMERAL_PX = 15, BARE = 0.8;
  const box = map.getContainer(), places = [], spans = [], codes = [], names = [];
  let painted = null, lineOf = null;

  function fail(text) {
    box.textContent = text;
    throw new Error(text);
  }

  function fetchNow() {
    const request = new XMLHttpRequest();
    request.open("GET", given.geometry, false);
    try {
      request.send();
    } catch {
      fail(given.failed);
    }
    if (request.status !== 200) fail(given.failed);
    return JSON.parse(request.responseText);
  }

  function remember(feature, one) {
    const n = places.length, span = document.createElement("span");
    places.push(one);
    spans.push(span);
    codes.push(feature.properties["region_code"]);
    names.push(given.names ? given.names[n] : feature.properties["region_name"]);
    one.bindTooltip(span, { sticky: true });
    one.on("mouseover", () => one.setStyle({ weight: lineOf(n).weight + 1.5 }));
    one.on("mouseout", () => one.setStyle({ weight: lineOf(n).weight }));
  }

  function line(style, colors) {
    const bare = !style["outline_width"];
    return {
      fillColor: style.fill,
      fillOpacity: style.hatch === "incomplete" ? 0.55 : style.hatch ? 0.35 : 1,
      color: bare ? colors.bg : style.outline,
      weight: bare ? BARE : Math.max(1, style["outline_width"] * 0.6),
      dashArray: style.dashed ? "6 4" : null,
    };
  }

  function numeral(style) {
    const svg = document.createElementNS(SPACE, "svg"), path = document.createElementNS(SPACE, "path");
    const dress = (node, attributes) => {
      for (const key in attributes) node.setAttribute(key, attributes[key]);
    };
    dress(svg, { viewBox: "0 0 16 16", width: NUMERAL_PX, height: NUMERAL_PX, "aria-hidden": "true" });
    dress(path, { d: given.numerals[style.numeral], fill: style.text, stroke: style.fill, "stroke-width": 3,
      "paint-order": "stroke" });
    svg.append(path);
    return svg;
  }

  function roomFor(n) {
    const bounds = places[n].getBounds();
    if (!map.getBounds().intersects(bounds)) return false;
    const one = map.latLngToLayerPoint(bounds.getNorthWest()), two = map.latLngToLayerPoint(bounds.getSouthEast());
    return Math.min(two.x - one.x, two.y - one.y) >= ROOM_PX;
  }

  function paint(state, group) {
    if (state.digits.length !== places.length) fail(given.mismatch);
    const styleOf = (n) => state.styles[parseInt(state.digits[n], 36)];
    const lines = new Map(state.styles.map((style) => [style, line(style, state.colors)]));
    const look = JSON.stringify([state.styles, state.colors]), fresh = !painted || painted.look !== look;
    lineOf = (n) => lines.get(styleOf(n));
    box.style.background = state.colors.bg;
    places.forEach((one, n) => {
      const style = styleOf(n), note = state.notes[codes[n]];
      spans[n].textContent = [names[n], style.label || style.word, ...(note ? [note] : [])].join(" · ");
      if (fresh || painted.digits[n] !== state.digits[n]) one.setStyle(lineOf(n));
    });
    const weight = (n) => lineOf(n).weight;
    const outlined = [...places.keys()].filter((n) => weight(n) > BARE).sort((a, b) => weight(a) - weight(b));
    outlined.forEach((n) => places[n].bringToFront());
    painted = { digits: state.digits, look };

    const numbered = [...places.keys()].filter((n) => given.numerals[styleOf(n).numeral] && styleOf(n).numeral !== "o");
    let marks = [];
    const mark = () => {
      marks.forEach((one) => group.removeLayer(one));
      marks = numbered.filter(roomFor).map((n) => {
        const iconSize = [NUMERAL_PX, NUMERAL_PX];
        const icon = L.divIcon({ html: numeral(styleOf(n)), className: "place-numeral", iconSize });
        const where = given.anchors ? given.anchors[n] : places[n].getBounds().getCenter();
        return L.marker(where, { icon, interactive: false, keyboard: false }).addTo(group);
      });
    };
    map.on("moveend", mark);
    group.on("remove", () => map.off("moveend", mark));
    mark();
  }

  L.geoJson(fetchNow(), { onEachFeature: remember }).addTo(map);
  return { paint };
}
