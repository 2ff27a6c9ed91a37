// A sweep: how many places stand at each tier as one lever goes from end to end; the scenario's position is marked.

const SWEEP_W = 1000, SWEEP_H = 220, SWEEP_TOP = 22, SWEEP_FOOT = 24;

function drawSweep(data) {
  const { values, areas, total, styles } = data;
  const x = (value) => (values.length > 1 ? (value - values[0]) / (values.at(-1) - values[0]) : 0.5) * SWEEP_W;
  const y = (count) => SWEEP_TOP + (1 - count / Math.max(total, 1)) * (SWEEP_H - SWEEP_TOP - SWEEP_FOOT);
  const svg = s('svg', { class: 'sweep', viewBox: `0 0 ${SWEEP_W} ${SWEEP_H}`, role: 'img', 'aria-label': data.label });
  let below = values.map(() => 0);
  for (const area of areas) {
    const style = tier(styles, area.digit);
    const above = below.map((count, at) => count + area.counts[at]);
    // Steps, not slopes: a place stands at one tier or another, never between.
    const path = (line) => line.map((count, at) => {
      const to = at + 1 < values.length ? x(values[at + 1]) : SWEEP_W;
      return [[x(values[at]), y(count)], [to, y(count)]];
    }).flat();
    const points = [...path(above), ...path(below).reverse()].map((one) => one.map((n) => n.toFixed(1)).join(' '));
    svg.append(s('path', { d: `M${points.join('L')}z`, fill: style.fill, stroke: style.outline, 'stroke-width': style.kind === 'tier' ? 1 : 0.5 }));
    if (style.kind === 'unknown') svg.append(s('path', { d: `M${points.join('L')}z`, fill: style.hatch_color, opacity: 0.35 }));
    below = above;
  }
  const at = x(data.at);
  const anchor = at > SWEEP_W * 0.85 ? 'end' : at < SWEEP_W * 0.15 ? 'start' : 'middle';
  svg.append(
    s('line', { x1: at, x2: at, y1: SWEEP_TOP - 6, y2: SWEEP_H - SWEEP_FOOT + 4, class: 'at' }),
    s('text', { x: at, y: SWEEP_TOP - 9, 'text-anchor': anchor, class: 'now' }, data.at_text),
    s('text', { x: 0, y: SWEEP_H - 6, class: 'end' }, data.ends[0]),
    s('text', { x: SWEEP_W, y: SWEEP_H - 6, 'text-anchor': 'end', class: 'end' }, data.ends[1]));
  return svg;
}

export default function (component) {
  return mount(component, 'sweep', (root, view) => ({
    update(data) {
      if (!differs(view, 'sweep', data)) return;
      root.replaceChildren(drawSweep(data), h('ul', { class: 'legend' },
        data.areas.map((area) => h('li', null, swatch(data.styles, area.digit), h('span', null, area.word))),
        h('li', null, data.total_text)));
    },
  }));
}
