// The picture by keyboard: arrows go to the nearest thing that way, with Shift they move it, letters do what buttons do.

const WAYS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
// How far aside a thing may lie of the way that an arrow points: tan 60°.
const ASIDE = 1.75;

// The nearest of the places in a direction, those straight ahead first; undefined where there is none.
export function nearest(from, way, places) {
  let best;
  for (const { id, x, y } of places) {
    const [dx, dy] = [x - from.x, y - from.y];
    const ahead = dx * way[0] + dy * way[1];
    const aside = Math.abs(dx * way[1] + dy * way[0]);
    if (id === from.id || ahead <= 0 || aside > ahead * ASIDE) continue;
    const cost = ahead + 2 * aside;
    if (!best || cost < best.cost) best = { id, cost };
  }
  return best?.id;
}

export function listenToKeys(holder, canvas, model, deeds) {
  const places = () => model.shown.nodes.map(({ id }) => ({ id, x: canvas.at(id)[0], y: canvas.at(id)[1] }));
  const here = () => (model.node(model.selected) && model.isShown(model.selected) ? model.selected : null);
  const start = () => model.shown.nodes.find(({ id }) => model.isFocus(id))?.id ?? model.shown.nodes[0]?.id;
  const go = (id) => {
    if (!id) return deeds.say("key_nothing_there");
    deeds.select(id);
    canvas.reveal(id);
    return undefined;
  };
  const actions = {
    Enter: () => (here() ? deeds.expand(here()) : model.selected ? deeds.toCard() : go(start())),
    Delete: () => here() && deeds.hide(here()),
    Backspace: () => here() && deeds.hide(here()),
    p: () => here() && deeds.pin(here(), model.state.pins[here()] ? null : canvas.at(here()).map(Math.round)),
    " ": () => here() && deeds.pick(here()),
    c: () => here() && deeds.collapse(here()),
    l: (event) => nextLine(model, deeds, event.shiftKey ? -1 : 1),
    i: () => model.selected && deeds.toCard(),
    f: () => canvas.fit(),
    0: () => canvas.fit(),
    "+": () => canvas.zoom(1.3),
    "=": () => canvas.zoom(1.3),
    "-": () => canvas.zoom(1 / 1.3),
    "?": () => deeds.help(),
    Escape: () => deeds.leave(),
  };
  holder.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const way = WAYS[event.key];
    const act = actions[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!way && !act) return;
    event.preventDefault();
    if (way && event.shiftKey && here()) deeds.nudge(here(), event.key.slice(5).toLowerCase());
    else if (way) go(here() ? nearest({ id: here(), x: canvas.at(here())[0], y: canvas.at(here())[1] }, way, places()) : start());
    else act(event);
  });
  // Whoever comes by Tab hears at once where they are.
  holder.addEventListener("focus", () => {
    if (!model.selected && holder.matches(":focus-visible")) deeds.select(start());
  });
}

// The lines of a thing in turn; from a line on to the next line of the same thing.
function nextLine(model, deeds, step) {
  const { selected } = model;
  const isNode = model.nodes.has(selected);
  const owner = isNode ? selected : model.lineOwner;
  if (!owner) return;
  const lines = model.linesOf(owner);
  if (!lines.length) return;
  const at = lines.findIndex(({ id }) => id === selected);
  model.lineOwner = owner;
  deeds.select(lines[(at + step + lines.length + (at < 0 && step < 0 ? 1 : 0)) % lines.length].id);
}
