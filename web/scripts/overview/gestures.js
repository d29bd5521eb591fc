// Pointer, touch, wheel and keys over the picture, told as what they mean: move, zoom, point at, choose.

const STEP = 70;
// A pointer that moved less has clicked.
const STILL = 5;

export function listen(holder, act) {
  const pointers = new Map();
  const state = { moved: 0 };
  holder.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    if (!pointers.size) state.moved = 0;
    pointers.set(event.pointerId, spot(holder, event));
    holder.setPointerCapture(event.pointerId);
  });
  holder.addEventListener("pointermove", (event) => {
    const now = spot(holder, event);
    const last = pointers.get(event.pointerId);
    if (!last) return act.point(...now);
    drag(pointers, event.pointerId, last, now, state, act);
    pointers.set(event.pointerId, now);
  });
  holder.addEventListener("pointerup", (event) => {
    if (pointers.delete(event.pointerId) && !pointers.size && state.moved < STILL) act.choose(...spot(holder, event));
  });
  holder.addEventListener("pointercancel", (event) => pointers.delete(event.pointerId));
  holder.addEventListener("pointerleave", () => act.point());
  holder.addEventListener("wheel", (event) => {
    event.preventDefault();
    act.zoom(Math.exp(-Math.min(Math.max(event.deltaY, -120), 120) * (event.ctrlKey ? 0.008 : 0.002)), ...spot(holder, event));
  }, { passive: false });
  holder.addEventListener("keydown", (event) => press(event, act));
}

// One pointer moves the picture, two zoom it.
function drag(pointers, id, last, now, state, act) {
  state.moved += Math.abs(now[0] - last[0]) + Math.abs(now[1] - last[1]);
  if (state.moved < STILL) return;
  const other = [...pointers].find(([own]) => own !== id)?.[1];
  if (!other) return act.move(now[0] - last[0], now[1] - last[1]);
  const apart = (point) => Math.hypot(point[0] - other[0], point[1] - other[1]) || 1;
  act.zoom(apart(now) / apart(last), (now[0] + other[0]) / 2, (now[1] + other[1]) / 2);
}

function press(event, act) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const keys = {
    "+": () => act.zoom(1.4), "=": () => act.zoom(1.4), ";": () => act.zoom(1.4), "-": () => act.zoom(1 / 1.4), 0: () => act.fit(), Escape: () => act.leave(),
    ArrowLeft: () => act.move(STEP, 0), ArrowRight: () => act.move(-STEP, 0), ArrowUp: () => act.move(0, STEP), ArrowDown: () => act.move(0, -STEP),
  };
  if (!keys[event.key]) return;
  event.preventDefault();
  keys[event.key]();
}

function spot(holder, event) {
  const box = holder.getBoundingClientRect();
  return [event.clientX - box.left, event.clientY - box.top];
}
