// What a place works with: a strip of plans by what they give, each marked as its own or as borrowed.

function drawPlan(plan, open) {
  const link = placeLink(plan.name, plan.open, plan.href, open);
  link.dataset.focus = `plan ${plan.open.plan_view}`;
  return h('li', null, link, h('em', { class: `own${plan.dashed ? ' borrowed' : ''}` }, plan.mark),
    plan.note ? h('small', null, plan.note) : null);
}

export default function (component) {
  return mount(component, 'basis', (root, view) => {
    const open = (what) => view.open(what);
    return {
      update(data) {
        if (!differs(view, 'basis', data)) return;
        root.replaceChildren(h('dl', { class: 'strip', 'aria-label': data.label }, data.items.map((item) => h('div', null,
          h('dt', null, item.label),
          h('dd', null, item.none ? h('span', { class: 'faint' }, item.none) : h('ul', null,
            item.plans.map((plan) => drawPlan(plan, open))))))));
      },
    };
  });
}
