// Elements and attributes that only a name could have brought into a page: handlers, links that run, requests elsewhere.
() => {
  const found = [];
  const runs = /^\s*(javascript|vbscript):|^\s*data:text|evil\.example/i;
  const loads = /^(href|src|srcdoc|action|formaction|ping|background|data|poster|xlink:href)$/i;
  const active = /^(script|object|embed|base|form|frameset|applet|marquee|video|audio|dialog|math)$/i;
  const look = (root) => root.querySelectorAll("*").forEach((node) => {
    if (node.shadowRoot) look(node.shadowRoot);
    if (active.test(node.localName) && /alert\(1|evil\.|onerror=/.test(node.outerHTML.slice(0, 400)))
      found.push(node.outerHTML.slice(0, 200));
    for (const { name, value } of node.attributes) {
      const told = `${node.localName} ${name}=${value.slice(0, 120)}`;
      if (/^on/i.test(name)) found.push(told);
      if (loads.test(name) && runs.test(value)) found.push(told);
      if (name === "style" && /evil\.example|expression\(/.test(value)) found.push(told);
    }
  });
  look(document);
  return found;
}
