// One rule's 36 months as a small drawing: a line or bars, the edges of the tiers, missing months hatched.
// Sizes are design pixels; the caller says how wide the drawing may be.

const CHART_HEIGHT = 74;
const PLOT = { left: 4, top: 7, bottom: 58 };
const LABEL_APART = 13.5;

// From the worst tier down: solid, dashed, dotted, dash and dot.
const DASHES = [null, '6 3', '1.5 3', '7 3 1.5 3'];

/** Room a label takes, near enough to keep it inside: a Han character is a full size wide, others about 0.56. */
function roomFor(text, size) {
  let room = 0;
  for (const character of String(text)) room += character.codePointAt(0) > 0x2e7f ? size : size * 0.56;
  return room;
}

/** Push labels apart to at least `apart`, keeping their order and all of them between `low` and `high`. */
function spread(wanted, apart, low, high) {
  const order = wanted.map((y, at) => ({ y, at })).sort((one, two) => one.y - two.y);
  const placed = [];
  for (const item of order) placed.push(Math.max(item.y, low, placed.length ? placed.at(-1) + apart : low));
  for (let at = placed.length - 1, limit = high; at >= 0; at -= 1, limit -= apart) {
    placed[at] = Math.min(placed[at], limit);
  }
  const result = [];
  order.forEach((item, at) => { result[item.at] = placed[at]; });
  return result;
}

/** Runs of neighbouring true entries as [first, last]. */
function runs(flags) {
  const found = [];
  flags.forEach((flag, at) => {
    if (!flag) return;
    if (found.length && found.at(-1)[1] === at - 1) found.at(-1)[1] = at;
    else found.push([at, at]);
  });
  return found;
}

function range(chart) {
  const all = [...chart.values.filter((value) => value !== null), ...chart.edges.map((edge) => edge.value)];
  let low = all.length ? Math.min(...all) : 0;
  let high = all.length ? Math.max(...all) : 1;
  if (chart.kind === 'bars') { low = Math.min(0, low); high = Math.max(0, high); }
  if (high === low) high = low + 1;
  const air = (high - low) * 0.07;
  return { low: chart.kind === 'bars' && low === 0 ? 0 : low - air, high: high + air };
}

function drawEdges(svg, chart, styles, y, right, width) {
  const spots = spread(chart.edges.map((edge) => y(edge.value)), LABEL_APART, PLOT.top + 1, CHART_HEIGHT - 8);
  chart.edges.forEach((edge, at) => {
    const style = tier(styles, edge.digit);
    if (!style) return;
    const line = y(edge.value);
    const spot = spots[at];
    svg.append(s('line', { x1: PLOT.left, x2: right, y1: line, y2: line, stroke: style.ink, 'stroke-width': 1.1,
      'stroke-dasharray': DASHES[tierCount(styles) - style.rank] || null, 'stroke-linecap': 'round' }));
    if (Math.abs(spot - line) > 0.5) {
      svg.append(s('path', { d: `M${right} ${line}L${right + 6} ${spot}`, stroke: style.ink, 'stroke-width': 0.8,
        fill: 'none' }));
    }
    svg.append(
      s('g', { color: style.ink }, numeral(style, 9.5, { x: right + 8, y: spot - 4.75 })),
      s('text', { class: 'edge', x: right + 20.5, y: spot + 4.1, 'font-size': 11.5, fill: style.ink,
        textLength: roomFor(edge.label, 11.5) > width - right - 21 ? width - right - 21 : null,
        lengthAdjust: 'spacingAndGlyphs' }, edge.label),
    );
  });
}

function drawLine(svg, chart, x, y) {
  for (const [first, last] of runs(chart.values.map((value) => value !== null))) {
    const points = chart.values.slice(first, last + 1)
      .map((value, at) => `${x(first + at).toFixed(1)} ${y(value).toFixed(1)}`);
    // A lone month between two gaps would be invisible as a line of no length.
    if (first === last) svg.append(s('circle', { cx: x(first), cy: y(chart.values[first]), r: 1.3, class: 'dot' }));
    else svg.append(s('path', { d: `M${points.join('L')}`, class: 'curve' }));
  }
}

function drawBars(svg, chart, styles, x, y, step) {
  const [from, to] = chart.streak || [1, 0];
  const now = tier(styles, chart.digit);
  chart.values.forEach((value, at) => {
    if (value === null || value === 0) return;
    const top = Math.min(y(value), y(0));
    const bar = s('rect', { x: x(at) - step * 0.4, y: top, width: step * 0.8,
      height: Math.max(Math.abs(y(value) - y(0)), 0.8) });
    const current = at === chart.values.length - 1;
    if (current && now?.kind === 'tier') {
      fill(bar, { fill: now.fill, stroke: now.outline, 'stroke-width': 1 }, []);
    } else {
      bar.setAttribute('class', current || (at >= from && at <= to) ? 'bar counted' : 'bar');
    }
    svg.append(bar);
  });
}

/** The drawing of one rule, `width` design pixels wide; its alternative text says what it shows. */
function ruleChart(chart, styles, width) {
  const svg = s('svg', { class: 'chart', viewBox: `0 0 ${width} ${CHART_HEIGHT}`, role: 'img',
    'aria-label': chart.alt });
  const count = chart.values.length;
  const labels = Math.max(0, ...chart.edges.map((edge) => roomFor(edge.label, 11.5)));
  const right = Math.max(width * 0.45, Math.min(width - 24 - labels, width - 88));
  const step = (right - PLOT.left) / count;
  const { low, high } = range(chart);
  const x = (at) => PLOT.left + (at + 0.5) * step;
  const y = (value) => PLOT.bottom - ((value - low) / (high - low)) * (PLOT.bottom - PLOT.top);
  const unknown = styles.find((style) => style.hatch === 'unknown');

  if (chart.streak) {
    const [from, to] = chart.streak;
    svg.append(s('rect', { x: PLOT.left + from * step, y: PLOT.top, width: (to - from + 1) * step,
      height: PLOT.bottom - PLOT.top, class: 'band' }));
  }
  for (const tick of chart.ticks) {
    const at = PLOT.left + tick.at * step;
    svg.append(s('line', { x1: at, x2: at, y1: PLOT.top, y2: PLOT.bottom, class: 'hairline' }),
      s('text', { x: at + 3, y: CHART_HEIGHT - 3, 'font-size': 11, class: 'tick' }, tick.label));
  }
  svg.append(s('line', { x1: PLOT.left, x2: right, y1: PLOT.bottom, y2: PLOT.bottom, class: 'base' }));
  for (const [first, last] of runs(chart.missing)) {
    svg.append(s('path', { d: hatchPath(PLOT.left + first * step, PLOT.top, (last - first + 1) * step,
      PLOT.bottom - PLOT.top, 5, false), fill: 'none', stroke: unknown?.hatch_color, 'stroke-width': 1.6 }));
  }
  drawEdges(svg, chart, styles, y, right, width);
  const last = chart.values.at(-1);
  if (chart.kind === 'bars') drawBars(svg, chart, styles, x, y, step);
  else {
    drawLine(svg, chart, x, y);
    const now = tier(styles, chart.digit);
    if (last !== null && last !== undefined && now) {
      svg.append(s('circle', { cx: x(count - 1), cy: y(last), r: 3.6, fill: now.fill, class: 'now' }));
    }
  }
  return svg;
}
