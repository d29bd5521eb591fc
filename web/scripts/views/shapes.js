// Outlines of the world's countries and Japan's prefectures, fetched once when a map is first drawn.
import { feature } from "topojson-client";

const kept = new Map();

// The features of "world" or "japan", each with our code as its id.
export function loadShapes(name) {
  if (!kept.has(name)) {
    const loading = fetch(`/static/${name}.json`).then(async (response) => {
      if (!response.ok) throw new Error(`the shapes of ${name} did not come: ${response.status}`);
      const shapes = await response.json();
      return feature(shapes, shapes.objects.shapes).features;
    });
    loading.catch(() => kept.delete(name));
    kept.set(name, loading);
  }
  return kept.get(name);
}
