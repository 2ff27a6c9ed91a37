// What has come in: a row a place, a column a table under its month. A sign says what a square cannot; what is there
// has none. On a phone each place is a card with what is not there.

function drawCell(cell, data, open) {
  const word = data.words[cell.state];
  return h('td', { class: `cell ${cell.state}`, 'data-column': cell.column, title: cell.label },
    h('span', { class: 'sign', 'aria-hidden': 'true' }, word.sign), unseen(cell.label));
}

function drawPlace(row, data, open) {
  const link = placeLink(row.name, row.code, row.href, open);
  link.dataset.focus = `place ${row.code}`;
  return h('tr', { class: row.ask ? 'asked' : null },
    h('th', { scope: 'row' }, link),
    row.cells.map((cell) => drawCell(cell, data, open)),
    h('td', { class: 'who' }, row.ask ? [h('b', null, row.who), h('span', null, row.ask)] : h('span', { class: 'faint' }, data.labels.complete)));
}

export default function (component) {
  return mount(component, 'matrix', (root, view) => {
    const open = (what) => view.open(what);
    const key = h('p', { class: 'key' });
    const list = h('div', { class: 'list', tabindex: '0', role: 'region' });
    const note = h('p', { class: 'note foot' });
    root.append(key, list, note);
    return {
      update(data) {
        if (!differs(view, 'rows', data)) return;
        list.setAttribute('aria-label', data.caption);
        key.replaceChildren(...Object.entries(data.words).map(([state, word]) => h('span', { class: `cell ${state}` },
          h('span', { class: 'sign', 'aria-hidden': 'true' }, word.sign), word.text)));
        list.replaceChildren(h('table', null,
          h('caption', { class: 'unseen' }, data.caption),
          data.months.map((month) => h('colgroup', { span: month.tables.length })),
          h('thead', null,
            h('tr', null, h('th', { scope: 'col', rowspan: 2 }, data.labels.place),
              data.months.map((month) => h('th', { scope: 'colgroup', colspan: month.tables.length, class: `month${month.own ? ' own' : ''}` }, month.text)),
              h('th', { scope: 'col', rowspan: 2, class: 'who' }, data.labels.who)),
            h('tr', null, data.months.map((month) => month.tables.map((table) => h('th', { scope: 'col', class: 'table' }, table))))),
          h('tbody', null, data.rows.map((row) => drawPlace(row, data, open)))));
        note.replaceChildren(...rich(data.note));
        note.hidden = !data.note;
      },
    };
  });
}
