// Points that lie on each other: joined with their number where there is room to zoom in, else spread in a spiral.

const NEAR = 11;
const TURN = 2.39996;
const COVERED = 0.85;

// [{x, y, size, points}] for points of the paper; `apart` spreads them instead of joining.
export function spread(points, apart) {
  const largest = Math.max(1, ...points.map(({ value }) => value ?? 0));
  const cells = new Map();
  const spots = [];
  for (const point of points) {
    const size = point.value === undefined ? 5 : 4 + 9 * Math.sqrt(Math.max(point.value, 0) / largest);
    const near = findNear(cells, point);
    if (near) {
      near.points.push(point);
      continue;
    }
    const spot = { x: point.x, y: point.y, size, points: [point] };
    cells.set(keyOf(point.x, point.y), [...(cells.get(keyOf(point.x, point.y)) ?? []), spot]);
    spots.push(spot);
  }
  return apart ? spots.flatMap(unfold) : join(spots);
}

// How large a spot is drawn.
export function radiusOf({ size, points }) {
  return points.length > 1 ? Math.min(20, 8 + Math.sqrt(points.length) * 1.6) : size;
}

// Discs of many points take in what they would cover; the largest first.
function join(spots) {
  const kept = [];
  for (const spot of [...spots].sort((one, other) => other.points.length - one.points.length)) {
    const over = kept.find((one) => one.points.length > 1 && Math.hypot(one.x - spot.x, one.y - spot.y) < (radiusOf(one) + radiusOf(spot)) * COVERED);
    if (over) over.points.push(...spot.points);
    else kept.push(spot);
  }
  return kept;
}

function keyOf(x, y, dx = 0, dy = 0) {
  return `${Math.floor(x / NEAR) + dx} ${Math.floor(y / NEAR) + dy}`;
}

function findNear(cells, { x, y }) {
  for (let dx = -1; dx <= 1; dx += 1) for (let dy = -1; dy <= 1; dy += 1) {
    const found = cells.get(keyOf(x, y, dx, dy))?.find((spot) => Math.hypot(spot.x - x, spot.y - y) < NEAR);
    if (found) return found;
  }
  return null;
}

function unfold(spot) {
  if (spot.points.length === 1) return [spot];
  return spot.points.map((point, place) => {
    const radius = 13 * Math.sqrt(place + 0.6);
    return { x: spot.x + radius * Math.cos(place * TURN), y: spot.y + radius * Math.sin(place * TURN), size: spot.size, points: [point] };
  });
}
