// A table whose cells say, mark, link or strike through: rules, what plans ask, findings, readings, parts of a plan.
// On a phone each row is a card, and each cell has the name of its column before it.

function linkTo(cell, open) {
  const link = placeLink(cell.text, cell.open, cell.href, open);
  link.dataset.focus = `cell ${JSON.stringify(cell.open)}`;
  return link;
}

function drawInside(cell, styles, open) {
  const parts = [
    cell.tag && !cell.word ? h('em', { class: 'tag' }, cell.tag) : null,
    cell.word ? (cell.mini ? mini(styles, cell.digit, cell.word) : badge(styles, cell.digit, cell.word, { incomplete: cell.tag || '' })) : null,
    cell.open ? linkTo(cell, open) : cell.text ? h('span', { class: 'said' }, rich(cell.text)) : null,
    cell.old ? h('s', null, cell.old) : null,
    cell.new ? h('ins', null, cell.new) : null,
    cell.mark ? h('em', { class: `own${cell.dashed ? ' borrowed' : ''}` }, cell.mark) : null,
    cell.aside ? h('small', { class: 'aside' }, cell.aside) : null,
    cell.small ? h('small', null, cell.small) : null,
  ];
  // A note beside the name goes into the next line as a whole.
  return cell.aside || cell.new ? h('span', { class: 'beside' }, parts) : parts;
}

function classes(cell, column) {
  return [column.figure ? 'figure' : '', column.own || cell.own ? 'ours' : '', cell.strong ? 'strong' : '',
    cell.faint ? 'faint' : '', cell.clause ? 'clause' : '', cell.tight ? 'tight' : '', cell.text || cell.word || cell.tag || cell.old ? '' : 'bare'].filter(Boolean).join(' ') || null;
}

function drawRow(data, row, open) {
  const { columns, styles } = data;
  if (row.group !== undefined) {
    return h('tr', { class: 'group' }, h('th', { colspan: columns.length, scope: 'colgroup' }, row.group,
      row.small ? h('small', { class: 'aside' }, row.small) : null));
  }
  const cells = row.cells.map((cell, at) => h(at ? 'td' : 'th', {
    class: classes(cell, columns[at]), scope: at ? null : 'row', 'data-column': at ? columns[at].text : null,
  }, drawInside(cell, styles, open)));
  const first = row.cells[0].open;
  return h('tr', {
    class: row.chosen ? 'chosen' : null, 'aria-current': row.chosen ? 'true' : null,
    onclick: first ? (event) => { if (!event.target.closest('a, button')) open(first); } : null,
  }, cells);
}

function drawHead(column, styles) {
  const text = column.digit ? mini(styles, column.digit, column.text) : column.text;
  return h('th', { scope: 'col', class: [column.figure ? 'figure' : '', column.own ? 'ours' : ''].filter(Boolean).join(' ') || null },
    text, column.mark ? h('em', { class: 'own borrowed' }, column.mark) : null);
}

export default function (component) {
  return mount(component, 'listing', (root, view) => {
    const open = (what) => view.open(what);
    const list = h('div', { class: 'list' });
    const note = h('p', { class: 'note foot' });
    root.append(list, note);
    let columns = 1;
    // A table needs some 7.2 rem a column; where there is less, each row becomes a card.
    const fit = () => {
      const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
      list.classList.toggle('cards', root.clientWidth > 0 && root.clientWidth < columns * 7.2 * rem);
    };
    const observer = new ResizeObserver(fit);
    observer.observe(root);
    return {
      update(data) {
        if (!differs(view, 'rows', data)) return;
        list.replaceChildren(h('table', { class: data.rows.some((row) => row.cells?.[0].open) ? 'opens' : null },
          h('caption', { class: 'unseen' }, data.caption),
          h('thead', null, h('tr', null, data.columns.map((column) => drawHead(column, data.styles)))),
          h('tbody', null, data.rows.map((row) => drawRow(data, row, open)))));
        note.replaceChildren(...rich(data.note));
        note.hidden = !data.note;
        columns = data.columns.length;
        fit();
      },
      destroy() {
        observer.disconnect();
      },
    };
  });
}
