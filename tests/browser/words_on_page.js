// Every word a viewer can read or hear: text nodes that are shown, and the attributes that screen readers speak,
// through open shadow roots. Text between the marks of the pseudo-language is left out; marks may hold other nodes.
([start, end]) => {
  const outside = [];
  const unbalanced = [];
  const letters = /\p{L}/u;
  const note = (text) => { if (letters.test(text)) outside.push(text.trim()); };
  const cut = (text, depth) => {
    let rest = '';
    for (const sign of text) {
      if (sign === start) depth += 1;
      else if (sign === end) depth -= 1;
      else if (depth <= 0) rest += sign;
      if (depth < 0) { unbalanced.push(text); depth = 0; }
    }
    return [rest, depth];
  };
  const silent = new Set(['SCRIPT', 'STYLE', 'NOSCRIPT', 'TEMPLATE', 'HEAD']);
  const spoken = ['aria-label', 'title', 'alt', 'placeholder', 'aria-description'];
  const visit = (node, depth) => {
    if (node.nodeType === Node.TEXT_NODE) {
      const [rest, after] = cut(node.nodeValue, depth);
      note(rest);
      return after;
    }
    if (node.nodeType !== Node.ELEMENT_NODE && node.nodeType !== Node.DOCUMENT_FRAGMENT_NODE) return depth;
    if (node.nodeType === Node.ELEMENT_NODE) {
      if (silent.has(node.tagName) || getComputedStyle(node).display === 'none') return depth;
      for (const name of spoken) {
        const value = node.getAttribute(name);
        if (!value) continue;
        const [rest, left] = cut(value, 0);
        if (left) unbalanced.push(value);
        note(rest);
      }
      if (node.shadowRoot) depth = visit(node.shadowRoot, depth);
    }
    const before = depth;
    for (const child of node.childNodes) depth = visit(child, depth);
    // Marks may hold inline elements but never end in another block; a label on the map may go on in its next line.
    if (depth !== before && node.nodeType === Node.ELEMENT_NODE && node.tagName !== 'text' && !/^(inline|contents)/.test(getComputedStyle(node).display)) {
      unbalanced.push(node.textContent.slice(0, 120));
      depth = before;
    }
    return depth;
  };
  visit(document.body, 0);
  note(document.title.includes(start) ? '' : document.title);
  return { outside: [...new Set(outside)], unbalanced: [...new Set(unbalanced)] };
}
