// The room left: one map in shades of ink, a legend that counts places, and what a step is.

export default function (component) {
  return mount(component, 'room', (root, view) => {
    const map = mapHost({ onOpen: (code) => view.open(code) });
    const legend = h('ul', { class: 'shades' });
    const note = h('p', { class: 'note' });
    root.append(map.host, h('div', null, legend, note));
    return {
      update(data) {
        if (differs(view, 'map', [data.styles, data.scheme, data.map])) map.update(data.map, data.styles, false);
        if (differs(view, 'legend', [data.scheme, data.legend])) {
          legend.replaceChildren(...data.legend.map((item) => h('li', null, h('i', { '--shade': item.fill }),
            h('span', null, item.text))));
        }
        if (differs(view, 'note', data.note)) note.replaceChildren(...rich(data.note));
      },
      destroy() {
        map.destroy();
      },
    };
  });
}
