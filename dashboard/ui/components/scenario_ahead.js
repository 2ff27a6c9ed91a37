// The slider in hand: at every move of it, before the server is asked, the maps are told what the position makes of them.

const AFTER_KEY = 300; // ms in which a slider follows a key; what moves it later was not the viewer

export default function (component) {
  return mount(component, 'ahead', (root, view) => {
    root.hidden = true;
    const gone = new AbortController();
    const heard = { capture: true, passive: true, signal: gone.signal };
    let data = null;
    let isHeld = false;
    let pressed = -Infinity;
    const isOurs = (node) => Boolean(data && node.closest?.(`.st-key-${CSS.escape(data.key)}`));
    document.addEventListener('keydown', (event) => {
      if (isOurs(event.target)) pressed = performance.now();
    }, heard);
    document.addEventListener('pointerdown', (event) => {
      isHeld = isOurs(event.target);
    }, heard);
    for (const end of ['pointerup', 'pointercancel']) {
      document.addEventListener(end, () => {
        if (isHeld) pressed = performance.now();
        isHeld = false;
      }, heard);
    }
    // Streamlit's sliders change their value without an event of the browser's own.
    const observer = new MutationObserver((changes) => {
      if (!isHeld && performance.now() - pressed > AFTER_KEY) return;
      const slider = changes.map((change) => change.target).findLast((node) => node.type === 'range' && isOurs(node));
      const value = slider ? Number(slider.value) : NaN;
      if (!(value >= data?.low - 1e-9 && value <= data.high + 1e-9)) return;
      document.dispatchEvent(new CustomEvent('desk-ahead', { detail: { ...data, value } }));
    });
    observer.observe(document.body, { subtree: true, attributes: true, attributeFilter: ['aria-valuetext', 'value'] });
    return {
      update(next) {
        data = next;
      },
      destroy() {
        gone.abort();
        observer.disconnect();
      },
    };
  });
}
