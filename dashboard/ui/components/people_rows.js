// People in rows: who (masked), groups, ticks for the services each has of those owed, and when they were last reached.

function ticks(service) {
  if (!service) return h('span', { class: 'mut' }, '—');
  const filled = Math.min(service.given, service.least);
  const more = service.given - service.least;
  return h('span', { class: 'ticks', role: 'img', 'aria-label': service.said },
    Array.from({ length: service.least }, (_, at) => h('i', { class: at < filled ? null : 'no' })),
    more > 0 ? h('em', null, `+${more}`) : null);
}

function drawPerson(data, row, send) {
  const { columns } = data;
  const said = (name) => ({ 'data-column': columns[name] });
  const pick = data.picks ? h('td', { class: 'pick' }, h('input', {
    type: 'checkbox', checked: row.picked, 'aria-label': `${data.picks} ${row.name}`, 'data-focus': `pick ${row.key}`,
    onclick: (event) => { event.stopPropagation(); send({ pick: row.key }); },
  })) : null;
  return h('tr', {
    class: row.chosen ? 'chosen' : null, 'aria-current': row.chosen ? 'true' : null,
    onclick: (event) => { if (!event.target.closest('button, input')) send({ person: row.key }); },
  }, pick,
  h('th', { scope: 'row' }, h('button', { class: 'place', type: 'button', 'data-focus': `person ${row.key}`,
    onclick: (event) => { event.stopPropagation(); send({ person: row.key }); } }, row.name),
  row.id ? h('small', null, row.id) : null),
  h('td', { class: 'groups' }, row.groups.map((group) => h('em', { class: 'tag' }, group))),
  h('td', said('place'), row.place),
  h('td', said('status'), row.status),
  data.services.map((service, at) => h('td', { class: 'tk', 'data-column': service }, ticks(row.ticks[at]))),
  data.services.length ? h('td', { class: row.short ? 'strong tight' : 'mut tight', ...said('sum') }, row.sum) : null,
  h('td', { class: row.late ? 'strong tight' : 'tight', ...said('contact') }, row.contact,
    row.contact_note ? h('small', null, row.contact_note) : null),
  columns.helper ? h('td', { class: 'tight', ...said('helper') }, row.helper) : null);
}

export default function (component) {
  return mount(component, 'people', (root, view) => {
    const send = (what) => view.open(what);
    const list = h('div', { class: 'list' });
    root.append(list);
    return {
      update(data) {
        if (!differs(view, 'rows', data)) return;
        const { columns } = data;
        const head = (text) => h('th', { scope: 'col' }, text);
        list.replaceChildren(h('table', null,
          h('caption', { class: 'unseen' }, data.caption),
          h('thead', null, h('tr', null,
            data.picks ? h('th', { scope: 'col', class: 'pick' }, unseen(data.picks)) : null,
            head(columns.person), head(columns.groups), head(columns.place), head(columns.status),
            data.services.map((service, at) => h('th', { scope: 'col', class: 'tk' }, service, ' ',
              h('b', null, String(data.least[at])))),
            data.services.length ? head(columns.sum) : null, head(columns.contact),
            columns.helper ? head(columns.helper) : null)),
          h('tbody', null, data.rows.map((row) => drawPerson(data, row, send)))));
      },
    };
  });
}
