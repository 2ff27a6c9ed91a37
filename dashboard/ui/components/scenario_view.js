// What if: the sentence, two maps with what changes, counts, crossed rules, room left, and new duties.

function drawBlock(styles, block) {
  const style = tier(styles, block.digit);
  if (!style) return null;
  return h('div', { class: `block ${style.kind}${style.incomplete ? ' dashed' : ''}`, ...paint(style) },
    numeral(style, 26), h('span', null, block.word), unseen(block.said));
}

function drawTop(styles, head) {
  const [now, then] = head.blocks.map((block) => drawBlock(styles, block));
  return [
    now ? h('div', { class: 'blocks' }, now, h('span', { class: 'arrow', role: 'img', 'aria-label': '→' }, '→'), then) : null,
    h('div', { class: 'say' }, h('h1', null, rich(head.headline)),
      head.lead ? h('p', { class: 'lead' }, rich(head.lead)) : null),
  ];
}

function drawCounts(styles, counts) {
  return counts.map((count) => h('li', null, mini(styles, count.digit, count.word), h('b', null, count.count),
    count.delta ? h('small', null, count.delta) : null));
}

function drawTitle(styles, side) {
  return [h('h2', null, side.title, h('small', null, side.small)),
    side.badge ? h('span', { class: 'own' }, side.place, ' ', badge(styles, side.badge.digit, side.badge.word)) : null];
}

function fromTo(styles, row) {
  return h('span', { class: 'step' }, mini(styles, row.from.digit, row.from.word),
    h('span', { class: 'arrow', role: 'img', 'aria-label': '→' }, '→'), mini(styles, row.to.digit, row.to.word));
}

function drawRules(styles, part, none, open) {
  return [h('h2', null, part.title, h('small', null, part.count)),
    part.rows.length ? h('ul', null, part.rows.map((row) => h('li', null,
      h('div', null, placeLink(row.name, row.code, row.href, open), h('span', { class: 'rule' }, row.rule), fromTo(styles, row)),
      h('p', null, rich(row.reason))))) : h('p', { class: 'note' }, none),
    part.more ? h('p', { class: 'note' }, part.more) : null];
}

function drawRoom(styles, part, none) {
  return [h('h2', null, part.title, h('small', null, part.small)),
    part.rows.length ? h('ul', null, part.rows.map((row) => h('li', { class: 'line' },
      h('span', null, h('b', { class: 'who' }, row.name), h('span', null, rich(row.text))),
      h('span', { class: 'step' }, h('span', { class: 'arrow', role: 'img', 'aria-label': '→' }, '→'),
        mini(styles, row.to.digit, row.to.word))))) : h('p', { class: 'note' }, none)];
}

function drawDuties(part, none) {
  return [h('h2', null, part.title, h('small', null, part.small)),
    part.rows.length ? h('ul', null, part.rows.map((row) => h('li', { class: 'due' }, h('b', null, row.when),
      h('span', null, row.text, h('small', null, row.small))))) : h('p', { class: 'note' }, none),
    part.more ? h('p', { class: 'note' }, part.more) : null];
}

/** The second map at a position of the slider in hand: the first one's digits, and every crossing up to there. */
function mapAhead(now, then, ahead) {
  const digits = [...now.digits];
  const changed = digits.map(() => '-');
  for (const [from, places, signs, letters] of ahead.steps) {
    if (from > ahead.value + 1e-9) break;
    places.forEach((place, at) => {
      digits[place] = signs[at];
      changed[place] = letters[at];
    });
  }
  return { ...then, digits: digits.join(''), changed: changed.join('') };
}

const PATIENCE = 8000; // ms after which a move that nobody answered is taken back

export default function (component) {
  return mount(component, 'scenario', (root, view) => {
    let told = null;
    let ahead = null;
    let patience = 0;
    const gone = new AbortController();
    const isAnswered = ({ key, value }) => key === told.answers.key && Math.abs(value - told.answers.value) < 1e-9;
    const paint = (part, at) => {
      const side = sides[at];
      const ground = [told.styles, told.scheme, told.lang];
      if (part && differs(view, `map ${at}`, [ground, part])) side.map.update(part, told.styles, false);
    };
    /** The second map as the server has it, or as the slider in hand already stands. */
    const second = () => {
      const [now, then] = told.maps.map((side) => side.map);
      root.toggleAttribute('data-waiting', Boolean(ahead));
      paint(ahead && now && then ? mapAhead(now, then, ahead) : then, 1);
    };
    const forget = () => {
      ahead = null;
      if (told) second();
    };
    document.addEventListener('desk-ahead', (event) => {
      if (!told?.maps[1].map || event.detail.beside !== told.answers.beside) return;
      ahead = isAnswered(event.detail) ? null : event.detail;
      clearTimeout(patience);
      patience = setTimeout(forget, PATIENCE);
      second();
    }, { signal: gone.signal });
    const open = (code) => view.open(code);
    const head = h('div', { class: 'top', 'aria-live': 'polite' });
    const sides = [0, 1].map(() => ({
      title: h('div', { class: 'title' }), counts: h('ul', { class: 'counts' }),
      map: mapHost({ onOpen: open }), node: null,
    }));
    for (const side of sides) side.node = h('section', { class: 'side' }, side.title, side.map.host, side.counts);
    const maps = h('div', { class: 'maps' }, sides.map((side) => side.node));
    const rules = h('section', { class: 'rules' });
    const room = h('section', { class: 'room' });
    const due = h('section', { class: 'duties' });
    const source = h('p', { class: 'source' });
    root.append(head, maps, h('div', { class: 'low' }, rules, room, due), source);
    return {
      update(data) {
        told = data;
        // An answer to an earlier move of the slider in hand must not take the map back.
        const { key, beside } = data.answers;
        if (ahead && (key !== ahead.key || beside !== ahead.beside || isAnswered(ahead))) ahead = null;
        if (data.lang) document.documentElement.lang = data.lang;
        const ground = [data.styles, data.scheme, data.lang];
        const { styles } = data;
        if (differs(view, 'head', [ground, data.head])) head.replaceChildren(...drawTop(styles, data.head).filter(Boolean));
        data.maps.forEach((part, at) => {
          const side = sides[at];
          if (differs(view, `title ${at}`, [ground, part.title, part.small, part.place, part.badge])) {
            side.title.replaceChildren(...drawTitle(styles, part).filter(Boolean));
          }
          side.map.host.hidden = !part.map;
          if (at) second();
          else paint(part.map, 0);
          if (differs(view, `counts ${at}`, [ground, part.counts])) side.counts.replaceChildren(...drawCounts(styles, part.counts));
        });
        if (differs(view, 'rules', [ground, data.rules])) rules.replaceChildren(...drawRules(styles, data.rules, data.none, open).filter(Boolean));
        if (differs(view, 'room', [ground, data.room])) room.replaceChildren(...drawRoom(styles, data.room, data.none));
        if (differs(view, 'duties', [ground, data.duties])) due.replaceChildren(...drawDuties(data.duties, data.none).filter(Boolean));
        if (differs(view, 'source', data.source)) source.replaceChildren(...rich(data.source));
      },
      destroy() {
        gone.abort();
        clearTimeout(patience);
        for (const side of sides) side.map.destroy();
      },
    };
  });
}
