// What each thing brought when it was expanded, so that collapsing it leaves the picture as it was before.

// Everything that came with a thing, and with what came with it, as far as it is still there.
export function fanOf(model, id) {
  const { fans } = model.state;
  const found = new Set();
  const gather = (one) => {
    for (const other of fans[one] ?? []) {
      if (other === id || found.has(other)) continue;
      found.add(other);
      gather(other);
    }
  };
  gather(id);
  return [...found].filter((other) => model.isMember(other) && !model.isFocus(other));
}

export function withFan(fans, id, ids) {
  return { ...fans, [id]: [...new Set([...(fans[id] ?? []), ...ids])] };
}

// Without those of a thing and of all that goes with it.
export function withoutFans(fans, gone) {
  return Object.fromEntries(Object.entries(fans).filter(([id]) => !gone.includes(id)));
}

// For the address, which lists what was added in its order: "0-4,7-7" are the first five and the eighth of them.
export function toRuns(ids, add) {
  const places = ids.map((id) => add.indexOf(id)).filter((place) => place >= 0).sort((one, other) => one - other);
  const runs = [];
  for (const place of places) {
    if (runs.at(-1)?.[1] === place - 1) runs.at(-1)[1] = place;
    else runs.push([place, place]);
  }
  return runs.map((run) => run.join("-")).join(",");
}

export function fromRuns(text, add) {
  return text.split(",").flatMap((run) => {
    const [from, to] = run.split("-").map(Number);
    return add.slice(from, to + 1);
  });
}
