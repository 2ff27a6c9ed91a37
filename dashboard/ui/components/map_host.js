// The map inside a component: geometry fetched by address, painted once, then only recoloured.

const GEOMETRY = new Map();

/** The geometry of a map, fetched once a page for each address; a failed fetch may be tried again. */
function fetchGeometry(address) {
  if (!GEOMETRY.has(address)) {
    const own = ownAddress(address);
    const promise = own
      ? fetch(own, { credentials: 'same-origin' }).then((answer) => {
        if (!answer.ok) throw new Error(`${answer.status} for ${own}`);
        return answer.json();
      })
      : Promise.reject(new Error('The geometry has to come from this server.'));
    GEOMETRY.set(address, promise.catch((error) => {
      GEOMETRY.delete(address);
      throw error;
    }));
  }
  return GEOMETRY.get(address);
}

/** A host that holds one painted map and brings it up to date; it repaints only for another geometry. */
function mapHost(handlers) {
  const host = h('div', { class: 'map' });
  let address = null;
  let painter = null;
  let wanted = 0;
  return {
    host,
    async update(map, styles, small) {
      wanted += 1;
      const mine = wanted;
      if (map.empty || !map.geometry_url) {
        address = painter = null;
        host.replaceChildren(h('p', { class: 'empty' }, rich(map.empty)));
        return;
      }
      let geometry;
      try {
        geometry = await fetchGeometry(map.geometry_url);
      } catch {
        if (mine !== wanted) return;
        address = painter = null;
        host.replaceChildren(h('p', { class: 'empty', role: 'status' }, rich(map.failed)));
        return;
      }
      if (mine !== wanted) return;
      const spec = mapSpec(map, geometry, styles, small);
      if (painter && address === map.geometry_url) {
        painter.update(spec);
        return;
      }
      host.replaceChildren();
      address = map.geometry_url;
      painter = paintMap(host, spec, handlers);
    },
    destroy() {
      wanted += 1;
      painter?.destroy?.();
    },
  };
}

function mapSpec(map, geometry, styles, small) {
  return {
    geometry, styles, mini: small, digits: map.digits, published: map.published, changed: map.changed,
    names: map.names, short_names: map.short_names, notes: map.notes, selected: map.selected,
    strings: { label: map.label, ...map.strings },
  };
}
