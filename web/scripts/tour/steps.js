// The steps of the tour: which part of the page each tells of, and the step after or before one.

export const STEPS = ["search", "picture", "legend", "views", "date", "card", "download"];

// Steps whose part is on the page; a view that is closed has none of its own.
export function stepsOn(find) {
  return STEPS.map((name) => ({ name, target: find(name) })).filter(({ target }) => target);
}

// Where the panel goes beside a part: below it, above it, right of it, or over its lower edge; never out of the window.
export function placeBeside(part, panel, window, gap = 12) {
  const fits = { below: part.bottom + gap + panel.height <= window.height - gap, above: part.top - gap - panel.height >= gap };
  if (!fits.below && !fits.above && part.right + gap + panel.width <= window.width - gap) {
    return { top: Math.max(part.top, gap), left: part.right + gap };
  }
  const top = fits.below ? part.bottom + gap : fits.above ? part.top - gap - panel.height : window.height - panel.height - gap;
  const left = Math.min(Math.max(part.left, gap), Math.max(window.width - panel.width - gap, gap));
  return { top: Math.max(top, gap), left };
}
