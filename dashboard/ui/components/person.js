// One person, masked: services owed and given, what is known, what the plans promise, and what happened when.

function drawFacts(facts) {
  return h('dl', { class: 'facts' }, facts.map((fact) => h('div', null, h('dt', null, fact.label), h('dd', null, rich(fact.value)))));
}

function drawPromise(promise) {
  return h('li', null, h('b', null, promise.name), h('span', null, rich(promise.says)),
    promise.mark ? h('em', { class: 'borrowed' }, promise.mark) : null, h('small', null, rich(promise.basis)));
}

function drawPast(past) {
  return h('li', null, h('time', null, past.date), h('i', { class: past.mark, 'aria-hidden': 'true' }),
    h('span', null, h('b', null, past.what), past.note ? h('em', null, past.note) : null));
}

export default function (component) {
  return mount(component, 'person', (root, view) => ({
    update(data) {
      if (!differs(view, 'person', data)) return;
      const parts = [
        h('h2', null, data.name, h('small', null, data.about)),
        data.services.length ? h('div', { class: 'owed' }, data.services.map((service) => h('span', null, service.name, ' ',
          pips(Math.min(service.given, service.least), service.least)))) : null,
        data.note ? h('p', { class: 'note' }, data.note) : null,
        drawFacts(data.facts),
        data.promises.length ? h('section', null, h('h3', null, data.promises_title),
          h('ul', { class: 'promises' }, data.promises.map(drawPromise))) : null,
        h('section', null, h('h3', null, data.past_title),
          data.past.length ? h('ol', { class: 'past' }, data.past.map(drawPast)) : h('p', { class: 'note' }, data.past_none)),
      ];
      root.replaceChildren(...parts.filter(Boolean));
    },
  }));
}
