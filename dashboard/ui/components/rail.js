// The side of a place's page: where it lies, its tier month by month, and short lists.

// Normal needs no sign in a cell this small: an empty cell is the quiet one.
function drawCell(styles, cell) {
  if (!cell) return h('td', null);
  const style = tier(styles, cell.digit);
  const sign = style && style.kind !== 'normal' ? numeral(style, 10) : null;
  return h('td', null, h('span', { class: `cell ${style?.kind}${style?.incomplete ? ' dashed' : ''}`
    + (cell.current ? ' current' : ''), role: 'img', 'aria-label': cell.label, title: cell.label,
  ...(style ? paint(style) : {}) }, sign));
}

function drawStrip(styles, strip) {
  return h('section', null,
    h('h2', null, strip.title, strip.note ? h('small', null, strip.note) : null),
    h('table', { class: 'strip' },
      h('caption', { class: 'unseen' }, strip.title),
      h('thead', null, h('tr', null, h('td', null), strip.months.map((month) => h('th', { scope: 'col' }, month)))),
      h('tbody', null, strip.years.map((year) => h('tr', null, h('th', { scope: 'row' }, year.year),
        year.cells.map((cell) => drawCell(styles, cell)))))));
}

function named(row, open) {
  return row.code ? placeLink(row.left, row.code, row.href, open) : rich(row.left);
}

// An event is opened by its words: they say more than its day, and are larger to press.
function drawEvent(row, open) {
  return h('p', null, h('b', null, rich(row.left)),
    row.code ? placeLink(rich(row.middle), row.code, row.href, open) : h('span', null, rich(row.middle)),
    row.right ? h('span', { class: 'end' }, rich(row.right)) : null);
}

function drawRows(styles, section, open) {
  if (section.kind === 'events') {
    return h('ul', { class: 'events' }, section.rows.map((row) => h('li', null,
      drawEvent(row, open),
      row.detail ? h('p', { class: 'detail' }, rich(row.detail)) : null)));
  }
  return h('ul', { class: `pairs ${section.kind}` }, section.rows.map((row) => h('li', null,
    h('span', { class: 'left' }, named(row, open)),
    row.middle ? h('span', { class: 'middle' }, rich(row.middle)) : null,
    h('span', { class: 'right' }, row.digit ? mini(styles, row.digit, row.right) : rich(row.right)),
    row.detail ? h('p', { class: 'detail' }, rich(row.detail)) : null)));
}

function drawSection(styles, section, open) {
  return h('section', null,
    h('h2', null, section.title, section.note ? h('small', null, section.note) : null),
    section.rows.length ? drawRows(styles, section, open)
      : section.empty ? h('p', { class: 'note' }, rich(section.empty)) : null,
    section.footer ? h('p', { class: 'note foot' }, rich(section.footer)) : null);
}

export default function (component) {
  return mount(component, 'rail', (root, view) => {
    const open = (code) => view.open(code);
    const map = mapHost({ onOpen: open });
    const place = h('section', { class: 'where' });
    const caption = h('p', { class: 'note' });
    const rest = h('div', { class: 'rest' });
    place.append(map.host, caption);
    root.append(h('div', { class: 'rail' }, place, rest));
    return {
      update(data) {
        const ground = [data.styles, data.scheme, data.lang];
        place.hidden = !data.map;
        if (data.map && differs(view, 'map', [ground, data.map])) {
          caption.replaceChildren(...rich(data.map.caption));
          map.update(data.map, data.styles, true);
        }
        if (differs(view, 'rest', [ground, data.strip, data.sections])) {
          rest.replaceChildren(
            ...(data.strip ? [drawStrip(data.styles, data.strip)] : []),
            ...(data.sections || []).map((section) => drawSection(data.styles, section, open)));
        }
      },
      destroy() {
        map.destroy();
      },
    };
  });
}
