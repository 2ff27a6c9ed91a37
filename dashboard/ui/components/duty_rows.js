// The duties of a month or of one event: a real table, a row each; on a phone a card each.

function drawDuty(row) {
  return h('td', { class: 'duty' }, h('b', null, rich(row.duty)),
    row.duty_notes.length ? h('ul', null, row.duty_notes.map((note) => h('li', null, rich(note)))) : null);
}

function drawDutyRow(data, row, open) {
  const { columns, styles } = data;
  const link = placeLink(row.event, row.open, row.href, open);
  link.dataset.focus += ` ${row.key}`; // an event may stand in several rows
  const about = columns.event ? [
    h('td', { class: 'date' }, rich(row.date)),
    h('th', { class: 'event', scope: 'row' }, row.digit ? mini(styles, row.digit, link) : link,
      row.event_note ? h('small', null, rich(row.event_note)) : null),
  ] : [];
  return h('tr', null, about, drawDuty(row),
    h('td', { class: 'to' }, unseen(`${columns.to} `), rich(row.to)),
    h('td', { class: 'timing' }, rich(row.timing), row.timing_note ? h('small', null, rich(row.timing_note)) : null),
    h('td', { class: `status${row.strong ? ' strong' : ''}` }, rich(row.status)),
    h('td', { class: 'basis' }, h('span', null, rich(row.plan)),
      row.borrowed ? h('em', { class: 'borrowed' }, row.borrowed) : null,
      h('small', null, rich(row.clause))));
}

export default function (component) {
  return mount(component, 'duties', (root, view) => {
    const open = (what) => view.open(what);
    const list = h('div', { class: 'list' });
    const note = h('p', { class: 'note foot' });
    root.append(list, note);
    return {
      update(data) {
        if (!differs(view, 'rows', data)) return;
        list.replaceChildren(h('table', { class: data.columns.event ? 'wide' : null },
          h('caption', { class: 'unseen' }, data.caption),
          h('thead', null, h('tr', null,
            Object.entries(data.columns).map(([name, text]) => h('th', { scope: 'col', class: name }, text)))),
          h('tbody', null, data.rows.map((row) => drawDutyRow(data, row, open)))));
        note.replaceChildren(...rich(data.note));
        note.hidden = !data.note;
      },
    };
  });
}
