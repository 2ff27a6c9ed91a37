// The list of firms: a real table, two lines a row, a year of headcounts as a strip, and the share in a warning.
// On a phone each row is a card. A row opens its firm beside the list, or on its own page where there is no room.

const STRIP = { width: 92, height: 30, pad: 3 };

function points(values, low, span) {
  const step = STRIP.width / Math.max(1, values.length - 1);
  const inner = STRIP.height - 2 * STRIP.pad;
  return values.map((value, at) => (value === null ? null
    : [at * step, STRIP.pad + inner - ((value - low) / span) * inner]));
}

// A missing month breaks the line; nothing is drawn across it.
function linePath(spots) {
  let path = '';
  spots.forEach((spot, at) => {
    if (spot) path += `${at && spots[at - 1] ? 'L' : 'M'}${spot[0].toFixed(1)} ${spot[1].toFixed(1)}`;
  });
  return path;
}

function drawStrip(strip) {
  const known = [...strip.employees, ...strip.insured].filter((value) => value !== null);
  const svg = s('svg', { class: 'strip', viewBox: `0 0 ${STRIP.width} ${STRIP.height}`, role: 'img', 'aria-label': strip.alt });
  if (!known.length) return svg;
  const [least, most] = [Math.min(...known), Math.max(...known)];
  // At least a tenth either way, so that a quiet year looks quiet.
  const room = Math.max(most - least, 0.2 * Math.max(1, most));
  const low = (least + most - room) / 2;
  const step = STRIP.width / Math.max(1, strip.employees.length - 1);
  strip.employees.forEach((value, at) => {
    if (value !== null) return;
    const x = Math.max(0, Math.min(STRIP.width - 7, at * step - 3.5));
    svg.append(s('path', { class: 'gap', d: hatchPath(x, 2, 7, STRIP.height - 4, 4, false) }));
  });
  svg.append(s('path', { class: 'insured', d: linePath(points(strip.insured, low, room)) }));
  const spots = points(strip.employees, low, room);
  svg.append(s('path', { class: 'employees', d: linePath(spots) }));
  const last = spots[spots.length - 1];
  if (last) svg.append(s('circle', { cx: Math.min(last[0], STRIP.width - 2.6), cy: last[1], r: 2.6 }));
  return svg;
}

function drawTag(tag) {
  return h('span', { class: `tag${tag.hand ? ' hand' : ''}${tag.open ? ' open' : ''}`, title: [tag.word, tag.since, tag.mark, tag.title].filter(Boolean).join(' ') },
    tag.word, tag.since ? h('i', null, tag.since) : null, tag.mark ? h('i', { class: 'mark_' }, tag.mark) : null);
}

function drawShare(share) {
  return [
    share.percent === null ? h('span', null, rich(share.text))
      : h('span', { class: 'share' },
        h('i', { class: 'bar', 'aria-hidden': 'true' }, h('i', { '--part': `${Math.min(100, share.percent)}%` })),
        h('b', null, share.text)),
    share.small ? h('small', null, rich(share.small)) : null,
  ];
}

function drawRow(data, row, open) {
  const { columns, styles } = data;
  const cell = (name, ...inside) => h('td', { class: name, 'data-column': columns[name].text }, inside);
  const link = placeLink(row.name, row.open, row.href, open);
  link.dataset.focus = `firm ${row.key}`;
  return h('tr', { class: row.chosen ? 'chosen' : null, 'aria-current': row.chosen ? 'true' : null,
    onclick: (event) => { if (!event.target.closest('a, button')) open(row.open); } },
  h('th', { class: 'firm', scope: 'row' }, link, row.small ? h('small', null, row.small) : null),
  cell('where', row.place_word ? h('span', { class: 'spot' }, mini(styles, row.digit, ''),
    h('span', null, row.place), unseen(row.place_word)) : row.place),
  cell('reasons', h('span', { class: 'tags' }, row.tags.map(drawTag), row.more ? h('span', { class: 'more' }, row.more) : null)),
  cell('year', h('span', { class: 'trend' }, drawStrip(row.strip),
    h('span', { class: 'figures' }, h('b', { class: row.is_missing ? 'strong' : null }, row.employees), h('small', null, row.insured)))),
  cell('owed', h('span', { class: row.owed_strong ? 'strong' : null }, rich(row.owed)), row.owed_small ? h('small', null, rich(row.owed_small)) : null),
  cell('share', drawShare(row.share)),
  columns.visit ? cell('visit', h('span', { class: row.visit_strong ? 'strong' : null }, row.visit),
    row.visit_small ? h('small', { class: row.visit_strong ? 'strong' : null }, row.visit_small) : null) : null);
}

function drawHead(name, column, open) {
  const text = column.sort
    ? h('button', { type: 'button', class: 'sort', 'data-focus': `sort ${name}`, onclick: () => open({ sort: column.sort }) },
      column.text, column.sorted ? h('span', { 'aria-hidden': 'true' }, ' ↓') : null)
    : column.text;
  return h('th', { scope: 'col', class: `${name}${column.sorted ? ' sorted' : ''}`, 'aria-sort': column.sorted ? 'descending' : null },
    text, column.key ? h('span', { class: 'key' }, h('i', { class: 'solid' }), column.key[0], h('i', { class: 'dash' }), column.key[1]) : null);
}

export default function (component) {
  return mount(component, 'firms', (root, view) => {
    // Where the side stands under the list, a row goes straight to the firm's own page.
    const open = (what) => view.open(what.firm && window.innerWidth <= 1100 ? { firm_page: what.firm } : what);
    const list = h('div', { class: 'list' });
    root.append(list);
    return {
      update(data) {
        if (!differs(view, 'rows', data)) return;
        list.replaceChildren(h('table', null,
          h('caption', { class: 'unseen' }, data.caption),
          h('thead', null, h('tr', null, Object.entries(data.columns).map(([name, column]) => drawHead(name, column, open)))),
          h('tbody', null, data.rows.map((row) => drawRow(data, row, open)))));
      },
    };
  });
}
