// How a query and the release that answered it are cited: as text and as BibTeX.

export function citationFor({ release, date, address, title, today, say }) {
  const shown = title ? say("cite_titled", { title }) : say("cite_untitled");
  return {
    text: say("cite_text", { release, date: date || today, address, today, shown }),
    bibtex: bibtex({ release, date: date || today, address, title, today }),
  };
}

function bibtex({ release, date, address, title, today }) {
  const key = `glocalgraph-${release.replace(/[^A-Za-z0-9]+/g, "-")}`;
  const fields = {
    author: "{Glocal Graph contributors}",
    title: `{Glocal Graph, release ${braced(release)}}${title ? `: ${braced(title)}` : ""}`,
    year: date.slice(0, 4),
    version: braced(release),
    url: address,
    urldate: today,
    note: "Data: CC BY 4.0",
  };
  const lines = Object.entries(fields).map(([name, value]) => `  ${name.padEnd(7)} = {${value}},`);
  return `@misc{${key},\n${lines.join("\n")}\n}\n`;
}

function braced(text) {
  return text.replace(/[\\{}]/g, "").replace(/([&%$#_])/g, "\\$1");
}
