// Threshold rulers: one bar a plan on a scale of people that starts at nought, the event's number above, the numbers
// at which duties begin below. Labels that would touch stand in a lower row, with a hair to their tick.

const BAR = 34;
const LABEL = 13;

function labelWidth(text) {
  return [...text].reduce((sum, sign) => sum + (sign.codePointAt(0) > 0x2e80 ? 12.5 : 7.2), 0);
}

/** Places each label in the first row in which it touches none before it. */
function inRows(ticks, at, width) {
  const ends = [];
  return ticks.map((tick) => {
    const half = labelWidth(tick.label) / 2;
    const middle = Math.min(Math.max(at(tick.people), half), width - half);
    let row = ends.findIndex((end) => middle - half > end + 6);
    if (row < 0) row = ends.length;
    ends[row] = middle + half;
    return { ...tick, middle, row };
  });
}

function drawRuler(ruler, most, width, marks) {
  const at = (people) => Math.round((people / most) * width * 10) / 10;
  const labels = inRows(ruler.ticks, at, width);
  const rows = Math.max(0, ...labels.map((label) => label.row)) + 1;
  const height = BAR + 12 + rows * (LABEL + 4);
  const svg = s('svg', { class: 'ruler', viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': ruler.alt },
    s('rect', { class: 'bar', x: 0, y: BAR - 3, width, height: 6, rx: 3 }));
  // Without an event the bar itself says from where on something is asked.
  if (ruler.value === null && ruler.ticks.length && marks.length) {
    const x = at(ruler.ticks[0].people);
    svg.append(s('rect', { class: 'asked', x, y: BAR - 3, width: width - x, height: 6, rx: 3 }));
  }
  // Cases that stand beside every bar; their names stand once, above the first.
  for (const { people } of marks) {
    svg.append(s('line', { class: 'case', x1: at(people), x2: at(people), y1: 4, y2: height - 4 }));
  }
  if (ruler.value === null) {
    svg.append(s('text', { x: 0, y: BAR - 12 }, ruler.value_label));
  } else {
    const half = labelWidth(ruler.value_label) / 2;
    const x = at(ruler.value);
    svg.append(
      s('rect', { class: 'filled', x: 0, y: BAR - 3, width: x, height: 6, rx: 3 }),
      s('path', { class: 'value', d: `M${x - 4} ${BAR - 12}h8l-4 5z` }),
      s('text', { class: 'value', x: Math.min(Math.max(x, half), width - half), y: BAR - 17, 'text-anchor': 'middle' },
        ruler.value_label));
  }
  const baseline = (row) => BAR + 11 + LABEL + row * (LABEL + 4);
  // Hairs first: a label that one of them crosses stays readable on its halo.
  for (const { people, middle, row } of labels.filter((label) => label.row)) {
    svg.append(s('line', { class: 'hair', x1: at(people), x2: middle, y1: BAR + 7, y2: baseline(row) - LABEL + 2 }));
  }
  for (const { people, label, middle, row } of labels) {
    svg.append(s('line', { class: 'tick', x1: at(people), x2: at(people), y1: BAR - 7, y2: BAR + 7 }),
      s('text', { x: middle, y: baseline(row), 'text-anchor': 'middle' }, label));
  }
  return svg;
}

function drawSteps(ruler) {
  return h('ul', null, ruler.steps.map((step) => h('li', null,
    h('b', null, rich(step.number)), h('span', { class: 'duty' }, rich(step.duty)),
    h('span', { class: 'clause' }, rich(step.clause)),
    h('span', { class: `state${step.strong ? ' strong' : ''}` }, rich(step.state)))));
}

export default function (component) {
  return mount(component, 'rulers', (root, view) => {
    const title = h('h2', null);
    const list = h('ul', { class: 'plans' });
    const note = h('p', { class: 'note' });
    const cases = h('ul', { class: 'cases' });
    root.append(title, cases, list, note);
    let shown = { rulers: [], most: 1 };
    let drawn = 0;

    // Drawn at the width there is, so that letters keep their size on a phone.
    const draw = (again) => {
      const spot = list.querySelector('.drawing');
      if (!spot) return;
      const unit = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 15;
      const width = Math.round(spot.clientWidth / unit);
      if (!width || (width === drawn && !again)) return;
      drawn = width;
      list.querySelectorAll('.drawing').forEach((place, n) => {
        place.replaceChildren(drawRuler(shown.rulers[n], shown.most, width, shown.marks || []));
      });
    };
    const observer = new ResizeObserver(() => draw(false));
    observer.observe(root);
    return {
      update(data) {
        if (!differs(view, 'rulers', data)) return;
        shown = data;
        cases.replaceChildren(...(data.marks || []).map((mark) => h('li', null, rich(mark.label))));
        cases.hidden = !cases.childElementCount;
        title.replaceChildren(data.title, data.title_note ? h('small', null, data.title_note) : '');
        list.replaceChildren(...data.rulers.map((ruler) => h('li', null,
          h('h3', null, rich(ruler.plan), ruler.borrowed ? h('em', { class: 'borrowed' }, ruler.borrowed) : null),
          h('div', { class: 'drawing' }), ruler.steps.length ? drawSteps(ruler) : null)));
        note.replaceChildren(...rich(data.note));
        note.hidden = !data.note;
        draw(true);
      },
      destroy() {
        observer.disconnect();
      },
    };
  });
}
