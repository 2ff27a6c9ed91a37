// The card of the rule that decides, beside its chart: its title in one place, its reasons in another.

function drawTitle(styles, title) {
  return h('div', { class: 'title' },
    badge(styles, title.digit, title.word, { incomplete: title.incomplete }),
    h('h2', null, title.name, h('small', null, title.clause)),
    title.basis ? h('p', { class: 'note' }, title.basis) : null,
    h('p', { class: 'figures' },
      title.figures.map((figure) => h('span', null, figure.label, ' ', h('b', null, figure.value))),
      title.distance ? h('b', null, title.distance) : null));
}

function drawReasons(reasons) {
  const { table, lines, more } = reasons;
  return h('div', { class: 'reasons' },
    table ? h('table', null,
      h('thead', { class: 'unseen' }, h('tr', null, table.columns.map((name) => h('th', { scope: 'col' }, name)))),
      h('tbody', null, table.rows.map(([month, span, change]) => h('tr', null,
        h('th', { scope: 'row' }, month), h('td', null, span), h('td', { class: 'change' }, change))))) : null,
    reasons.sum ? h('p', { class: 'sum' }, rich(reasons.sum)) : null,
    lines.length ? h('ul', null, lines.map((line) => h('li', null, rich(line)))) : null,
    more.length ? h('details', null,
      h('summary', { 'data-focus': 'more reasons' }, reasons.more_label),
      h('ul', null, more.map((line) => h('li', null, rich(line))))) : null);
}

export default function (component) {
  return mount(component, 'deciding', (root, view) => ({
    update(data) {
      if (!differs(view, 'all', data)) return;
      const wasOpen = Boolean(root.querySelector('details[open]'));
      root.replaceChildren(data.title ? drawTitle(data.styles, data.title) : drawReasons(data.reasons));
      if (wasOpen) root.querySelector('details')?.setAttribute('open', '');
    },
  }));
}
