"""axe-core in a page: what breaks WCAG 2.2 AA there, each as one line that names rule and element."""

from __future__ import annotations

from pathlib import Path

from selenium import webdriver

_SOURCE = Path(__file__).parents[1] / "web" / "node_modules" / "axe-core" / "axe.min.js"
#: The rules that a page of ours keeps: WCAG 2.2, levels A and AA, and what axe calls best practice.
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
_RUN = """
const [tags, done] = arguments;
const options = { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] };
axe.run(document, options).then(
  ({ violations }) => done(violations.flatMap((rule) => rule.nodes.map((node) =>
    `${rule.id}: ${node.target.join(" ")} ${node.html.slice(0, 160)} – ${node.failureSummary.replace(/\\s+/g, " ")}`))),
  (error) => done([String(error)]),
);"""


def find_violations(driver: webdriver.Chrome) -> list[str]:
    """What the page shown now does against the rules."""
    driver.execute_script(_SOURCE.read_text(encoding="utf-8"))
    found: list[str] = driver.execute_async_script(_RUN, TAGS)
    return found
