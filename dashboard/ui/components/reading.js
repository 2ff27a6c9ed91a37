// One place that a text leaves open: the question, its readings as a choice, and what the one that is tried changes.

function drawStep(step, open) {
  return h('button', { type: 'button', class: 'step', 'aria-label': step.label, title: step.label, disabled: !step.open,
    'data-focus': `step ${step.sign}`, onclick: () => open(step.open) }, step.sign);
}

function drawOption(data, option, open) {
  return h('label', { class: `option${option.checked ? ' checked' : ''}${option.disabled ? ' off' : ''}` },
    h('input', { type: 'radio', name: `reading of ${data.key}`, checked: option.checked, disabled: option.disabled,
      'data-focus': `reading ${option.open.reading}`, onchange: () => open(option.open) }),
    h('span', null, h('b', null, option.text), option.tag ? h('small', { class: 'aside' }, option.tag) : null,
      option.detail ? h('small', null, option.detail) : null));
}

function drawCell(styles, cell) {
  const style = tier(styles, cell.digit);
  if (!style) return null;
  const kind = style.kind === 'normal' ? 'none' : style.kind;
  return h('i', { class: `cell ${kind}${cell.changed ? ' changed' : ''}`, ...paint(style), title: cell.label },
    cell.changed ? numeral(style, 11) : null);
}

function drawEffect(data, open) {
  const { effect, styles } = data;
  const strips = effect.strips.map((strip) => h('div', { class: 'line' }, h('span', { class: 'where' }, rich(strip.name)),
    h('span', { class: 'cells', role: 'img', 'aria-label': strip.alt }, strip.cells.map((cell) => drawCell(styles, cell)))));
  const rows = effect.rows.map((row) => h('tr', null,
    h('th', { scope: 'row' }, placeLink(row.name, row.code, row.href, open)),
    h('td', null, row.month), h('td', { class: 'figure' }, row.value),
    h('td', { class: 'move' }, mini(styles, row.from.digit, row.from.word), h('span', { class: 'arrow' }, '→'),
      mini(styles, row.to.digit, row.to.word))));
  return [
    h('p', { class: 'scope' }, h('b', null, effect.title), h('small', { class: 'aside' }, effect.scope)),
    h('p', { class: 'sentence', role: 'status' }, rich(effect.sentence)),
    strips.length ? h('div', { class: 'strips' }, strips, h('div', { class: 'line ends', 'aria-hidden': 'true' },
      h('span', { class: 'where' }), h('span', null, effect.first), h('span', null, effect.last))) : null,
    rows.length ? h('table', null, h('caption', { class: 'unseen' }, effect.title), h('tbody', null, rows)) : null,
    effect.more || effect.same
      ? h('p', { class: 'note' }, [effect.more, effect.same].filter(Boolean).map((text) => h('span', null, rich(text), ' '))) : null,
    effect.note ? h('p', { class: 'note' }, rich(effect.note)) : null,
  ];
}

export default function (component) {
  return mount(component, 'reading', (root, view) => {
    const open = (what) => view.open(what);
    let shown = null;
    return {
      update(data) {
        if (!differs(view, 'reading', data)) return;
        root.replaceChildren(...[
          h('div', { class: 'top' }, h('h2', null, rich(data.title)),
            data.count ? h('span', { class: 'count' }, data.steps.slice(0, 1).map((step) => drawStep(step, open)), data.count,
              data.steps.slice(1).map((step) => drawStep(step, open))) : null),
          h('p', { class: 'because' }, rich(data.because)),
          data.options.length ? h('fieldset', null, h('legend', { class: 'unseen' }, data.label),
            data.options.map((option) => drawOption(data, option, open))) : null,
          data.clause ? h('p', { class: 'note' }, data.clause) : null,
          data.effect ? h('div', { class: 'effect' }, drawEffect(data, open)) : null,
        ].filter(Boolean));
        // Picked in a table below or above: the panel comes into view, on a phone too.
        if (shown !== null && shown !== data.key) root.scrollIntoView({ block: 'nearest' });
        shown = data.key;
      },
    };
  });
}
