"""update and token on the command line."""

from __future__ import annotations

import pytest

from glocal_graph.front.cli import main
from glocal_graph.front.tokens import Authority
from tests.writing import ID, PREFIXES, ask, publish_valid, served, theme


@pytest.fixture
def run(capsys):
    """Runs a command: its exit code, output and errors."""

    def run(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return run


def test_an_update_of_a_file_is_made_and_told(run, tmp_path):
    settings = publish_valid(tmp_path / "store")
    file = tmp_path / "change.ru"
    file.write_text(PREFIXES + f"INSERT DATA {{ {theme('kites')} }}", encoding="utf-8")
    code, _, said = run("update", str(file), "--store", settings.store)
    assert (code, said) == (0, f"3 triples added, 0 removed; the release is {served(settings).release}\n")
    assert ask(settings, "SELECT ?who { ?c prov:wasAssociatedWith ?who }") == [(ID + "agent/command-line",)]
    code, _, said = run("update", str(file), "--store", settings.store)
    assert (code, said) == (0, f"nothing changed; the release is {served(settings).release}\n")
    assert served(settings).release in run("info", "--store", settings.store)[1]


@pytest.mark.parametrize(
    ("text", "expected", "message"),
    [
        ("LOAD <file:///etc/passwd>", 2, "LOAD is refused"),
        ("CLEAR XYZ", 2, "does not parse"),
        (PREFIXES + 'INSERT DATA { theme:x a glocal:Theme ; rdfs:label "x"@en }', 1, "theme:x rdfs:label"),
    ],
)
def test_an_update_that_cannot_be_made_is_one_clear_line(run, tmp_path, text, expected, message):
    settings = publish_valid(tmp_path / "store")
    before = served(settings)
    file = tmp_path / "change.ru"
    file.write_text(text, encoding="utf-8")
    code, _, said = run("update", str(file), "--store", settings.store)
    assert code == expected
    assert said.count("\n") == 1
    assert message in said
    assert served(settings) == before


def test_a_token_is_shown_once_with_its_entry(run):
    code, said, _ = run("token", "hanako", "--graph", "https://example.org/")
    token, entry = (line.partition(": ")[2] for line in said.splitlines())
    holder = Authority(entry).find(token)
    assert code == 0
    assert (holder.name, holder.scope) == ("hanako", "https://example.org/")
    assert run("token", "a b")[0] == 2
