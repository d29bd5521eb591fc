// The selection as a map holds it: places, lines of ties between them, and counts by prefecture and country.
import { areaOf } from "./rows.js";

const CODE = /\/(?:country|prefecture)\/([A-Z]{2}(?:-\d{2})?)$/;
const PLACES = new Set(["japan", "prefecture", "abroad", "region", "country", "site"]);
const HOME = "JP";

// The places whose own position is not known.
export function findUnplaced({ nodes }) {
  return nodes.filter((node) => PLACES.has(node.look) && !readPoint(node, () => ""));
}

// {points, lines, missing, lineless}: `missing` are the things that have no position, whatever their kind, `lineless` is
// how many ties have such an end. `spotOf` may know {lat, long} of something in or around a place.
export function readPlaces({ nodes, edges }, hrefOf, titleOf, spotOf = () => null) {
  const points = new Map();
  const missing = [];
  for (const node of nodes) {
    const point = readPoint(node, hrefOf) ?? readPoint({ ...node, ...spotOf(node), isNear: true }, hrefOf);
    if (point) points.set(node.id, point);
    else missing.push(node);
  }
  const lines = [];
  let lineless = 0;
  for (const edge of edges) {
    const [one, other] = [points.get(edge.from), points.get(edge.to)];
    if (edge.kind !== "partnership") continue;
    if (!one || !other) lineless += 1;
    else lines.push({ id: edge.id, one, other, ended: isOver(edge), href: hrefOf(edge.iri), label: titleOf(edge, one, other) });
  }
  return { points: [...points.values()], lines, missing, lineless };
}

export function isOver(edge) {
  return edge.status === "ended" || edge.status === "suspended" || Boolean(edge.ended);
}

function readPoint(node, hrefOf) {
  const code = CODE.exec(node.id)?.[1] ?? "";
  const isWhole = node.look === "country";
  const where = Number.isFinite(node.lat) && Number.isFinite(node.long) && !(isWhole && code) ? [node.long, node.lat] : null;
  if (!where && !(isWhole && code)) return null;
  const area = PLACES.has(node.look) ? areaOf(node, " · ") : "";
  return { isNear: Boolean(node.isNear), key: node.id, id: node.id, where, code: isWhole ? code : "", label: node.name, lang: node.name_lang, detail: area, href: hrefOf(node.id), group: groupOf(node) };
}

// A site or an event lies where its country is.
function groupOf(node) {
  if (["japan", "prefecture", "abroad", "region", "country"].includes(node.look)) return node.look;
  return node.country === HOME ? "japan" : node.country ? "abroad" : "";
}

// Ties by prefecture or by country: Map of code → {value, label, iri}; Japan itself is not counted among countries.
export function countAreas({ nodes, edges }, kind) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const areas = new Map();
  for (const edge of edges) {
    if (edge.kind !== "partnership") continue;
    const ends = [byId.get(edge.from), byId.get(edge.to)].filter(Boolean);
    for (const [code, label] of new Map(ends.map((node) => areaFor(node, kind)))) {
      if (!code) continue;
      const area = areas.get(code) ?? { value: 0, label, code };
      area.value += 1;
      areas.set(code, area);
    }
  }
  return areas;
}

function areaFor(node, kind) {
  if (kind === "country") return node.country === HOME ? ["", ""] : [node.country ?? "", node.country_name || node.country];
  const own = node.look === "prefecture";
  return [CODE.exec(own ? node.id : node.area ?? "")?.[1] ?? "", own ? node.name : node.area_name];
}
