// Zooming and moving a drawing: by buttons, keys, drag, and the wheel with Ctrl, so that the page still scrolls.

const MOST = 60;
const STEP = 60;

// `redraw` gets {k, x, y, zoom} whenever the view changes; `ground` is moved and scaled, what lies on it is drawn anew.
export function addZoom(svg, ground, width, height, redraw, { say }) {
  const view = { k: 1, x: 0, y: 0 };
  const apply = () => {
    view.x = clamp(view.x, width * (1 - view.k) - width * 0.4, width * 0.4);
    view.y = clamp(view.y, height * (1 - view.k) - height * 0.4, height * 0.4);
    ground.setAttribute("transform", `translate(${view.x} ${view.y}) scale(${view.k})`);
    redraw(view);
  };
  const at = (x, y, factor) => {
    const k = clamp(view.k * factor, 1, MOST);
    view.x = x - ((x - view.x) * k) / view.k;
    view.y = y - ((y - view.y) * k) / view.k;
    view.k = k;
    if (k === 1) view.x = view.y = 0;
    apply();
  };
  const zoom = {
    by: (factor) => at(width / 2, height / 2, factor),
    to: (x, y, factor) => {
      view.x += width / 2 - x;
      view.y += height / 2 - y;
      at(width / 2, height / 2, factor);
    },
    move: (dx, dy) => {
      view.x += dx;
      view.y += dy;
      apply();
    },
    // So near that a box of the paper fills most of it.
    fit: ([left, top, right, bottom]) => {
      const k = clamp(0.72 * Math.min(width / Math.max(right - left, 1), height / Math.max(bottom - top, 1)), 1, 8);
      if (k < 1.4) return;
      Object.assign(view, { k, x: width / 2 - ((left + right) / 2) * k, y: height / 2 - ((top + bottom) / 2) * k });
      apply();
    },
    set: ({ k, x, y }) => {
      Object.assign(view, { k, x, y });
      apply();
    },
    now: () => ({ k: view.k, x: view.x, y: view.y }),
    reset: () => {
      Object.assign(view, { k: 1, x: 0, y: 0 });
      apply();
    },
  };
  view.zoom = zoom;
  svg.setAttribute("tabindex", "0");
  svg.setAttribute("aria-keyshortcuts", "+ - 0 ArrowLeft ArrowRight ArrowUp ArrowDown");
  svg.setAttribute("aria-roledescription", say("map_role"));
  listen(svg, zoom, at, width);
  apply();
  return zoom;
}

function listen(svg, zoom, at, width) {
  const keys = {
    "+": () => zoom.by(1.4), "=": () => zoom.by(1.4), "-": () => zoom.by(1 / 1.4), 0: () => zoom.reset(),
    ArrowLeft: () => zoom.move(STEP, 0), ArrowRight: () => zoom.move(-STEP, 0), ArrowUp: () => zoom.move(0, STEP), ArrowDown: () => zoom.move(0, -STEP),
  };
  svg.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
  svg.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const [x, y] = spot(svg, event, width);
    at(x, y, event.deltaY < 0 ? 1.25 : 0.8);
  }, { passive: false });
  drag(svg, zoom, width);
}

function drag(svg, zoom, width) {
  let last = null;
  let moved = 0;
  svg.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    last = spot(svg, event, width);
    moved = 0;
  });
  svg.addEventListener("pointermove", (event) => {
    if (!last) return;
    const now = spot(svg, event, width);
    moved += Math.abs(now[0] - last[0]) + Math.abs(now[1] - last[1]);
    if (moved > 5) {
      if (!svg.hasPointerCapture(event.pointerId)) svg.setPointerCapture(event.pointerId);
      zoom.move(now[0] - last[0], now[1] - last[1]);
    }
    last = now;
  });
  const end = () => {
    last = null;
  };
  svg.addEventListener("pointerup", end);
  svg.addEventListener("pointercancel", end);
  // A drag is no click on what lies below.
  svg.addEventListener("click", (event) => {
    if (moved <= 5) return;
    event.preventDefault();
    event.stopPropagation();
  }, true);
}

function spot(svg, event, width) {
  const box = svg.getBoundingClientRect();
  const scale = width / box.width;
  return [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale];
}

function clamp(value, least, most) {
  return Math.min(Math.max(value, Math.min(least, most)), Math.max(least, most));
}
