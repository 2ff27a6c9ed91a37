// The rules of one place, a row each: tier, rule, 36 months, this month's value, distance to the next tier.
// A row with reasons is a native <details> and opens to show them.

function drawCells(data, row) {
  const { styles, columns } = data;
  const style = tier(styles, row.digit);
  const chart = row.chart?.kind === 'text'
    ? h('p', { class: 'plain' }, rich(row.chart.text))
    : h('span', { class: 'drawing' });
  return [
    h('div', { class: 'tier' }, badge(styles, row.digit, row.word, { incomplete: row.incomplete })),
    h('div', { class: 'rule' },
      h('h3', null, row.name),
      row.note ? h('p', null, rich(row.note)) : null,
      row.why?.length ? h('span', { class: 'more' }, row.why_label) : null),
    h('div', { class: 'months' }, chart),
    h('div', { class: `value${row.missing || style?.kind === 'unknown' ? ' none' : ''}` },
      unseen(`${columns.value} `), h('b', null, row.value), row.unit ? h('small', null, row.unit) : null),
    h('div', { class: 'distance' }, unseen(`${columns.distance} `), h('span', null, rich(row.distance)),
      row.clause ? h('small', null, row.clause) : null),
  ];
}

function drawRow(data, row, isOpen) {
  const item = h('li', { 'data-rule': row.rule });
  if (!row.why?.length) {
    item.append(h('div', { class: 'row' }, drawCells(data, row)));
    return item;
  }
  item.append(h('details', { open: isOpen },
    h('summary', { class: 'row', 'data-focus': `rule ${row.rule}` }, drawCells(data, row)),
    h('ul', { class: 'why' }, row.why.map((line) => h('li', null, rich(line))))));
  return item;
}

export default function (component) {
  return mount(component, 'rules', (root, view) => {
    const title = h('h2', { class: 'unseen' });
    const head = h('div', { class: 'row titles', 'aria-hidden': 'true' });
    const list = h('ol', { class: 'rules' });
    const note = h('p', { class: 'note foot' });
    root.append(title, head, list, note);
    let rows = [];
    let styles = [];
    let drawn = 0;

    // Drawn at the width there is, so that letters keep their size on a phone.
    const draw = (again) => {
      const spot = list.querySelector('.drawing');
      if (!spot) return;
      const unit = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 15;
      const width = Math.min(Math.round(spot.clientWidth / unit), 640);
      if (!width || (width === drawn && !again)) return;
      drawn = width;
      list.querySelectorAll(':scope > li').forEach((item, at) => {
        item.querySelector('.drawing')?.replaceChildren(ruleChart(rows[at].chart, styles, width));
      });
    };
    const observer = new ResizeObserver(() => draw(false));
    observer.observe(root);
    return {
      update(data) {
        if (!differs(view, 'rows', data)) return;
        const opened = new Set([...list.querySelectorAll('details[open]')].map((one) => one.parentNode.dataset.rule));
        ({ rows, styles } = data);
        const { tier: level, rule, chart, value, distance } = data.columns;
        title.textContent = rule;
        head.replaceChildren(...[level, rule, chart, value, distance].map((text) => h('div', null, text)));
        list.replaceChildren(...rows.map((row) => drawRow(data, row, opened.has(row.rule))));
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
