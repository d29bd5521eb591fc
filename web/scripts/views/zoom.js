// Zooming and moving a drawing: by buttons, keys, drag, two fingers, and the wheel with Ctrl, so that the page still scrolls.

const MOST = 60;
const STEP = 60;

// `redraw` gets {k, x, y, zoom} whenever the view changes; `ground` is moved and scaled, what lies on it is drawn anew.
export function addZoom(svg, ground, width, height, redraw, { say }) {
  const view = { k: 1, x: 0, y: 0 };
  const apply = () => {
    view.x = clamp(view.x, width * (1 - view.k) - width * 0.4, width * 0.4);
    view.y = clamp(view.y, height * (1 - view.k) - height * 0.4, height * 0.4);
    // A finger scrolls the page over the whole map, and moves a map that is larger than its frame.
    svg.classList.toggle("zoomed", view.k > 1);
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
  drag(svg, zoom, at, width);
}

// One finger or the mouse moves the drawing, two fingers zoom it.
function drag(svg, zoom, at, width) {
  const pointers = new Map();
  let moved = 0;
  svg.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    if (!pointers.size) moved = 0;
    pointers.set(event.pointerId, spot(svg, event, width));
  });
  svg.addEventListener("pointermove", (event) => {
    const last = pointers.get(event.pointerId);
    if (!last) return;
    const now = spot(svg, event, width);
    moved += Math.abs(now[0] - last[0]) + Math.abs(now[1] - last[1]);
    if (moved > 5) {
      if (!svg.hasPointerCapture(event.pointerId)) svg.setPointerCapture(event.pointerId);
      const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
      if (other) pinch(at, other, last, now);
      else zoom.move(now[0] - last[0], now[1] - last[1]);
    }
    pointers.set(event.pointerId, now);
  });
  for (const name of ["pointerup", "pointercancel"]) svg.addEventListener(name, (event) => pointers.delete(event.pointerId));
  // A drag is no click on what lies below.
  svg.addEventListener("click", (event) => {
    if (moved <= 5) return;
    event.preventDefault();
    event.stopPropagation();
  }, true);
}

function pinch(at, other, last, now) {
  const apart = (point) => Math.hypot(point[0] - other[0], point[1] - other[1]) || 1;
  at((now[0] + other[0]) / 2, (now[1] + other[1]) / 2, apart(now) / apart(last));
}

function spot(svg, event, width) {
  const box = svg.getBoundingClientRect();
  const scale = width / box.width;
  return [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale];
}

function clamp(value, least, most) {
  return Math.min(Math.max(value, Math.min(least, most)), Math.max(least, most));
}
