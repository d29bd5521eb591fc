// Keeps a view as the model is: told of changes once in a frame, and never after it has been taken away.

// `draw(what)` gets the names of what changed since it was last told; returns the end of listening.
export function follow(model, draw) {
  let waiting = null;
  let isOver = false;
  const stop = model.subscribe((what) => {
    if (waiting) {
      for (const name of what) waiting.add(name);
      return;
    }
    waiting = new Set(what);
    queueMicrotask(() => {
      const told = waiting;
      waiting = null;
      if (!isOver) draw(told);
    });
  });
  return () => {
    isOver = true;
    stop();
  };
}

// Whether a change can have changed what is seen, rather than what is chosen of it.
export function isMaterial(what) {
  return ["data", "state", "filters"].some((name) => what.has(name));
}

// The page of a thing or tie, in the language of this page.
export function pageOf(iri, model) {
  if (!iri?.startsWith(model.base)) return "";
  const asked = new URLSearchParams(location.search).get("lang");
  return `/doc/${iri.slice(model.base.length)}${asked === "ja" || asked === "en" ? `?lang=${asked}` : ""}`;
}
