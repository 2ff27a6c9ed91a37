// Map, tiles, ranked table and changes. The table says all that the map says, so that keyboard and screen reader
// lose nothing; its rows are links.

// More notes than this are left to the table.
const NOTES_IN_SIGHT = 8;
// More rows than this scroll inside the table under a standing head.
const ROWS_IN_SIGHT = 14;

function drawLegend(styles, legend) {
  return h('ul', { class: 'legend' }, legend.map((item) => h('li', null, swatch(styles, item.digit),
    h('span', null, item.text))));
}

/** “较9月 / +1” one under the other, but “+1 vs Sep” in one line. */
function drawDelta(tile, english) {
  const label = h('span', null, tile.delta_label);
  const figure = h('span', null, tile.delta);
  return english ? [figure, ' ', label] : [label, ' ', figure];
}

function drawTiles(styles, tiles, english) {
  return tiles.map((tile) => h('li', { class: 'tile' },
    square(styles, tile.digit, 18),
    h('p', { class: 'count' }, tile.count),
    h('p', { class: 'label' }, tile.label),
    tile.delta ? h('p', { class: 'delta' }, drawDelta(tile, english)) : null));
}

function drawPublished(styles, row) {
  if (row.published) return badge(styles, row.published.digit, row.published.word, { ghost: true });
  return h('span', { class: row.published_strong ? 'strong' : 'faint' }, row.published_text);
}

function drawRow(data, row, open) {
  const { styles, table, map } = data;
  const chosen = map?.selected === row.code;
  const cell = (name, ...inside) => h('td', { class: name, role: 'cell' }, inside);
  return h('tr', { role: 'row', 'data-code': row.code, class: chosen ? 'chosen' : null,
    'aria-current': chosen ? 'true' : null },
  h('th', { scope: 'row', role: 'rowheader', class: 'name' }, placeLink(row.name, row.code, row.href, open)),
  cell('tier', badge(styles, row.digit, row.word, { incomplete: row.incomplete })),
  table.columns.published ? cell('published', drawPublished(styles, row)) : null,
  cell('reason', h('span', null, rich(row.reason)), h('span', { class: 'narrow' }, row.narrow_note)),
  cell('distance', row.distance),
  cell(`judged figure${row.judged_strong ? ' strong' : ''}`, row.judged),
  cell(`change figure${row.change_strong ? ' strong' : ''}`, row.change));
}

function drawTable(data, open) {
  const { table } = data;
  const columns = ['place', 'detected', 'published', 'reason', 'distance', 'judged', 'change'];
  const heads = columns.filter((name) => table.columns[name]).map((name) => h('th', {
    scope: 'col', role: 'columnheader', class: name === 'judged' || name === 'change' ? 'figure' : null,
  }, table.columns[name]));
  // The roles are written out because the narrow layout changes `display`, which would drop the implied ones.
  return h('table', { role: 'table' },
    h('caption', { class: 'unseen' }, table.caption),
    h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' }, heads)),
    h('tbody', { role: 'rowgroup' }, table.rows.map((row) => drawRow(data, row, open))));
}

function drawChange(styles, item, hrefs, open) {
  return h('li', null,
    hrefs.has(item.code) ? placeLink(item.name, item.code, hrefs.get(item.code), open) : h('b', null, item.name),
    h('span', { class: 'step' }, mini(styles, item.from.digit, item.from.word),
      h('span', { class: 'arrow', role: 'img', 'aria-label': '→' }, '→'),
      mini(styles, item.to.digit, item.to.word)),
    item.reason ? h('span', { class: 'because' }, rich(item.reason)) : null);
}

/** Groups in two columns, the first holding about half of the lines; one group alone fills both. */
function inColumns(groups) {
  const lines = (some) => some.reduce((sum, group) => sum + group.items.length + 1.4, 0);
  let best = groups.length;
  for (let at = 1; at < groups.length; at += 1) {
    const worst = (cut) => Math.max(lines(groups.slice(0, cut)), lines(groups.slice(cut)));
    if (worst(at) < worst(best)) best = at;
  }
  return [groups.slice(0, best), groups.slice(best)].filter((column) => column.length);
}

function drawChanges(data, open) {
  const { changes, styles, table } = data;
  const hrefs = new Map(table.rows.map((row) => [row.code, row.href]));
  const drawGroup = (group) => h('section', null, h('h3', null, group.title),
    h('ul', null, group.items.map((item) => drawChange(styles, item, hrefs, open))));
  const columns = inColumns(changes.groups);
  return [
    h('h2', null, changes.title, changes.summary ? h('small', null, changes.summary) : null),
    h('div', { class: `groups${columns.length === 1 ? ' single' : ''}` },
      columns.map((column) => h('div', null, column.map(drawGroup)))),
  ];
}

export default function (component) {
  return mount(component, 'risk', (root, view) => {
    const open = (code) => view.open(code);
    // Pointing at a place marks its row, and pointing at a row marks its place.
    const onHover = (code) => {
      for (const row of list.querySelectorAll('tbody tr')) row.classList.toggle('pointed', row.dataset.code === code);
    };
    // What the map has no room to say is said under it, so that its caption stays true.
    const beyond = h('p', { class: 'note beyond', hidden: true });
    const onUnplaced = (notes) => {
      const { unplaced, more, between } = view.strings;
      const said = notes.slice(0, NOTES_IN_SIGHT).map(({ name, note }) => `${name} ${note}`);
      if (notes.length > said.length) said.push(more);
      beyond.hidden = !said.length;
      beyond.textContent = said.length ? `${unplaced} ${said.join(between)}` : '';
    };
    const map = mapHost({ onOpen: open, onHover, onUnplaced });
    const side = h('div', { class: 'side' });
    const tiles = h('ul', { class: 'tiles' });
    const list = h('div', { class: 'list' });
    const changes = h('section', { class: 'changes' });
    const source = h('p', { class: 'source' });
    const main = h('div', { class: 'main' }, side, tiles, list, changes);
    root.append(main, source);
    list.addEventListener('pointerover', (event) => map.point(event.target.closest('tbody tr')?.dataset.code));
    list.addEventListener('pointerleave', () => map.point(null));
    // The whole row opens its place, except where the viewer is choosing text or a link of its own.
    list.addEventListener('click', (event) => {
      const row = event.target.closest('tbody tr');
      if (row && !event.target.closest('a, button') && window.getSelection().isCollapsed) open(row.dataset.code);
    });
    return {
      update(data) {
        const ground = [data.styles, data.scheme, data.lang];
        main.classList.toggle('mapless', !data.map);
        if (data.map) {
          const { legend, caption, empty } = data.map;
          if (differs(view, 'side', [ground, legend, caption, empty])) {
            side.replaceChildren(map.host, ...(empty ? [] : [drawLegend(data.styles, legend || []),
              h('p', { class: 'note' }, rich(caption)), beyond]));
          }
          view.strings = data.map.strings;
          if (differs(view, 'map', [ground, data.map])) map.update(data.map, data.styles, false);
        }
        side.hidden = !data.map;
        if (differs(view, 'tiles', [ground, data.tiles])) {
          tiles.style.setProperty('--tiles', data.tiles.length);
          tiles.replaceChildren(...drawTiles(data.styles, data.tiles, root.matches(':lang(en)')));
        }
        if (differs(view, 'table', [ground, data.table, data.map?.selected])) {
          const long = data.table.rows.length > ROWS_IN_SIGHT;
          list.classList.toggle('long', long);
          // A region that scrolls has to be reachable by keyboard, and then needs a role and a name.
          for (const [name, value] of [['tabindex', '0'], ['role', 'region'], ['aria-label', data.table.caption]]) {
            if (long) list.setAttribute(name, value);
            else list.removeAttribute(name);
          }
          list.replaceChildren(drawTable(data, open),
            data.table.note ? h('p', { class: 'note' }, rich(data.table.note)) : '');
        }
        changes.hidden = !data.changes;
        if (data.changes && differs(view, 'changes', [ground, data.changes])) {
          changes.replaceChildren(...drawChanges(data, open));
        }
        source.hidden = !data.source;
        if (differs(view, 'source', data.source)) source.replaceChildren(...rich(data.source));
      },
      destroy() {
        map.destroy();
      },
    };
  });
}
