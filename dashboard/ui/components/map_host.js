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

function mapSpec(map, geometry, styles, small) {
  return {
    geometry, styles, mini: small, digits: map.digits, published: map.published, changed: map.changed,
    names: map.names, short_names: map.short_names, notes: map.notes, short_notes: map.short_notes,
    selected: map.selected, strings: { map_label: map.label, ...map.strings },
    colors: { bg: 'var(--bg)', t1: 'var(--t1)', t2: 'var(--t2)', t3: 'var(--t3)', acc: 'var(--acc)' },
  };
}

/** A host that holds one painted map and brings it up to date; another geometry goes through the same painter. */
function mapHost(handlers) {
  const host = h('div', { class: 'map' });
  let painter = null;
  let wanted = 0;
  const say = (text) => {
    painter?.destroy();
    painter = null;
    host.replaceChildren(h('p', { class: 'empty', role: 'status' }, rich(text)));
  };
  return {
    host,
    async update(map, styles, small) {
      wanted += 1;
      const mine = wanted;
      if (map.empty || !map.geometry_url) {
        say(map.empty);
        return;
      }
      let geometry = null;
      try {
        geometry = await fetchGeometry(map.geometry_url);
      } catch {
        if (mine === wanted) say(map.failed);
        return;
      }
      // A slow answer may arrive after a newer request, or after the component has gone.
      if (mine !== wanted) return;
      const spec = mapSpec(map, geometry, styles, small);
      if (painter) painter.update(spec);
      else {
        host.replaceChildren();
        painter = paintMap(host, spec, handlers);
      }
    },
    /** Mark a place as if it were pointed at, or none: the painter listens to the pointer itself. */
    point(code) {
      const svg = host.querySelector('svg');
      const place = code && svg?.querySelector(`[data-code="${CSS.escape(code)}"]`);
      if (place) place.dispatchEvent(new PointerEvent('pointerover', { bubbles: true }));
      else svg?.dispatchEvent(new PointerEvent('pointerleave'));
    },
    destroy() {
      wanted += 1;
      painter?.destroy();
    },
  };
}
