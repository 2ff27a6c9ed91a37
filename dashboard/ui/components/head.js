// The head of a page: the tier's block, the one sentence, what would change it, and up to a few facts.

function drawHead(root, data) {
  const style = tier(data.styles, data.digit);
  const block = style && h('div', {
    class: `block ${style.kind}${style.incomplete ? ' dashed' : ''}`, ...paint(style),
  }, numeral(style, 32), h('span', null, data.word));
  const facts = (data.facts || []).map((fact) => h('div', null,
    h('dt', null, rich(fact.label)),
    h('dd', null,
      fact.pips ? pips(...fact.pips) : null,
      fact.digit ? mini(data.styles, fact.digit, fact.value) : fact.value ? h('span', null, rich(fact.value)) : null)));
  root.replaceChildren(h('div', { class: 'head' },
    block,
    h('div', { class: 'say' },
      h('h1', null, rich(data.headline)),
      data.lead ? h('p', { class: 'lead' }, rich(data.lead)) : null),
    facts.length ? h('dl', { class: 'facts' }, facts) : null));
}

export default function (component) {
  return mount(component, 'head', (root, view) => ({
    update(data) {
      // Streamlit's document says English whatever is on it; a screen reader would read Chinese as English.
      if (data.lang) document.documentElement.lang = data.lang;
      if (differs(view, 'head', data)) drawHead(root, data);
    },
  }));
}
