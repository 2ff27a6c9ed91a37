// One firm beside the list, or the parts of its own page: why it is listed, duties, gates of its plans, and its story.

function linked(text, row, open) {
  if (!row.open) return rich(text);
  const link = placeLink(text, row.open, row.href, open);
  link.dataset.focus = `open ${JSON.stringify(row.open)}`;
  return link;
}

function drawPairs(section, open) {
  return h('ul', { class: 'pairs' }, section.rows.map((row) => h('li', null,
    h('span', { class: 'left' }, h('b', null, linked(row.left, row, open)), row.mark ? h('em', { class: 'own' }, row.mark) : null,
      row.middle ? h('span', { class: 'middle' }, rich(row.middle)) : null),
    h('span', { class: `right${row.strong ? ' strong' : ''}` }, rich(row.right)))));
}

function drawTick() {
  return s('svg', { viewBox: '0 0 10 10', 'aria-hidden': 'true', focusable: 'false' },
    s('path', { d: 'M1.5 5.2l2.5 2.5 4.5-5.4', fill: 'none', stroke: 'currentColor', 'stroke-width': 1.8 }));
}

function drawGates(gates) {
  return h('ol', { class: 'gates' }, gates.map((gate, at) => h('li', {
    // Two gates are joined by a solid line only when both are open.
    class: `${gate.done ? 'done' : 'not'}${gate.done && gates[at + 1]?.done ? ' on' : ''}`,
  }, h('span', { class: 'gate' }, gate.done ? drawTick() : null), unseen(gate.done ? gate.done_word : gate.not_word),
  h('b', null, gate.name), h('i', null, gate.small))));
}

function drawRunning(bar) {
  return h('div', { class: 'runs' },
    h('p', null, h('span', null, bar.name), h('b', null, bar.text)),
    h('div', { class: 'track', 'aria-hidden': 'true' }, h('i', { '--part': `${Math.round(bar.part * 100)}%` })));
}

function drawStory(section, open) {
  return h('ul', { class: 'story' }, section.rows.map((row) => h('li', null,
    h('i', null, row.left), h('span', null, linked(row.middle, row, open), row.right ? h('em', null, row.right) : null))));
}

function drawSection(section, open) {
  return h('section', null,
    h('h2', null, section.title, section.note ? h('small', null, section.note) : null),
    section.gates ? drawGates(section.gates) : null,
    (section.bars || []).map(drawRunning),
    section.kind === 'story' ? drawStory(section, open) : section.rows?.length ? drawPairs(section, open) : null,
    section.empty ? h('p', { class: 'note' }, rich(section.empty)) : null,
    (section.notes || []).map((note) => h('p', { class: 'note' }, rich(note))));
}

export default function (component) {
  return mount(component, 'firm_panel', (root, view) => {
    const open = (what) => view.open(what);
    return {
      update(data) {
        if (!differs(view, 'all', data)) return;
        const close = data.close && h('button', { type: 'button', class: 'close', 'data-focus': 'close', onclick: () => open({ close: 'firm' }) }, data.close);
        root.replaceChildren(
          data.title ? h('header', null,
            h('div', { class: 'top' }, h('h2', null, data.title), close || null),
            h('p', { class: 'note about' }, data.digit ? mini(data.styles, data.digit, '') : null, (data.about || []).map((part) => h('span', null, rich(part)))),
            h('p', { class: 'note links' }, h('span', null, data.code), data.links.map((row) => linked(row.text, row, open)))) : '',
          h('div', { class: data.is_wide ? 'sections wide' : 'sections' }, data.sections.map((section) => drawSection(section, open))));
      },
    };
  });
}
