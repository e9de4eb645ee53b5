"""The browser's modules: who imports whom, and how they are named."""

from __future__ import annotations

import re
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from tests.test_vocabulary import is_participle

WEB = Path(__file__).parents[2] / "web"

FOLDERS = {
    "dom": set(),
    "controls": {"dom"},
    "state": {"dom"},
    "data": {"dom", "state"},
    "graph": {"dom", "state"},
    "panels": {"dom", "state", "data", "graph"},
    "paper": {"dom", "graph"},
    "shell": {"dom", "state", "data", "graph", "panels", "paper"},
}
"""Folders of `web/`, and which of the others each imports; the types in `types.d.ts` are everybody's."""

ENTRIES = {"explorer.js", "saved-page.js", "theme.js"}
TOOLS = {"build.js"}
GLOBALS = {"dash_clientside": "shell/dash.js", "React": "controls/react.js", "cytoscape": "saved-page.js"}
"""Globals that other scripts make, and the one module that knows each."""

IMPORT = re.compile(r"""from\s+"(\.[^"]+)"|import\(\s*"(\.[^"]+)"\)""")
FUNCTION = re.compile(
    r"\bfunction (\w+)|\b(?:const|let) (\w+) = (?:async )?(?:/\*\*.*?\*/ )?\([^()]*\) =>|^ +(?:async )?(\w+)\([^()]*\) \{$",
    re.MULTILINE,
)
KEYWORDS = {"if", "for", "while", "switch", "catch", "function"}


def find_modules() -> list[Path]:
    """Return the modules that a browser gets."""
    found = [
        path
        for path in WEB.rglob("*.js")
        if "node_modules" not in path.parts
        and "testing" not in path.parts
        and not path.name.endswith(".test.js")
        and path.name not in TOOLS
    ]
    assert len(found) > 40
    return sorted(found)


def find_imports(path: Path) -> set[Path]:
    """Return the modules that a module imports, also only their types."""
    names = [first or second for first, second in IMPORT.findall(path.read_text(encoding="utf-8"))]
    return {(path.parent / name).resolve() for name in names}


def find_name(path: Path) -> str:
    return str(path.relative_to(WEB))


def test_every_module_is_an_entry_or_in_a_known_folder():
    at_top = {path.name for path in find_modules() if path.parent == WEB}
    assert at_top == ENTRIES
    assert {path.parent.name for path in find_modules()} - {"web"} == set(FOLDERS)


@pytest.mark.parametrize("folder", FOLDERS)
def test_folder_imports_only_the_folders_below_it(folder):
    for path in (WEB / folder).glob("*.js"):
        if path.name.endswith(".test.js"):
            continue
        others = {found.parent.name for found in find_imports(path) if found.name != "types.d.ts"}
        assert others - FOLDERS[folder] - {folder} == set(), find_name(path)


def test_no_module_imports_itself_through_others():
    graph = {path: find_imports(path) for path in find_modules()}
    TopologicalSorter(graph).prepare()  # raises CycleError


def test_every_module_is_imported():
    imported = set().union(*(find_imports(path) for path in find_modules()))
    assert [
        find_name(path) for path in find_modules() if path not in imported and path.name not in ENTRIES
    ] == []


def test_modules_meet_on_no_global():
    for path in find_modules():
        text = path.read_text(encoding="utf-8")
        assert not re.search(
            r"\bwindow\.lineage\b|\bglobalThis\b|^\s*window\.\w+ = (?!async)", text, re.MULTILINE
        ), path
        for name, owner in GLOBALS.items():
            if find_name(path) != owner:
                assert not re.search(rf"window\.{name}|\.{name}\b", text), path


def test_modules_do_no_work_when_they_are_imported():
    """Only entries call something at the top level; others declare constants and functions."""
    for path in find_modules():
        if path.name not in ENTRIES:
            calls = re.findall(
                r"^(?!import|export|function|async|const|let|//|/\*| \*|\}|\)|\s|$).*",
                path.read_text(encoding="utf-8"),
                re.MULTILINE,
            )
            assert [line for line in calls if not line.startswith(("]", "];"))] == [], path


def test_every_module_begins_with_a_sentence_about_it():
    for path in find_modules():
        assert re.match(r"// [A-Z].*", path.read_text(encoding="utf-8")), path


def test_no_line_is_longer_than_120_characters():
    """The formatter leaves comments alone."""
    files = [
        path
        for path in WEB.rglob("*")
        if path.suffix in {".js", ".ts", ".css"} and "node_modules" not in path.parts
    ]
    wide = [
        f"{find_name(path)}:{number}"
        for path in files
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if len(line) > 120
    ]
    assert wide == []


def test_file_names_are_unique():
    names = [path.name for path in find_modules()]
    assert sorted(set(names)) == sorted(names)


def test_no_function_begins_with_a_participle():
    broken = []
    for path in find_modules():
        for groups in FUNCTION.findall(path.read_text(encoding="utf-8")):
            name = "".join(groups)
            (first_word,) = re.findall(r"^[A-Za-z][a-z]*", name)
            if name not in KEYWORDS and is_participle(first_word.lower()):
                broken.append(f"{find_name(path)}: {name}")
    assert broken == []


def test_parameters_of_the_address_are_named_by_the_grammar_alone():
    """Modules know parameters by their meaning; `of` belongs to another route."""
    for path in find_modules():
        text = path.read_text(encoding="utf-8")
        if find_name(path) != "state/url.js":
            assert "URLSearchParams" not in text, path
        else:
            assert not re.search(r"""\.(get|getAll|has|set|delete|append)\("\w""", text), path


TYPE_SIZES = {11, 12, 13, 14, 16, 18, 24}
PRESENTED_SIZES = TYPE_SIZES | {20, 34}
"""Sizes of type on the screen; a presentation, which is seen from afar, has two more."""


def test_page_has_seven_sizes_of_type():
    for path in sorted((WEB / "styles").rglob("*.css")):
        if path.name == "print.css":
            continue
        sizes = re.findall(r"font(?:-size)?: (?:\d00 )?([\d.]+)px", path.read_text(encoding="utf-8"))
        allowed = PRESENTED_SIZES if path.name in ("presentation.css", "story.css") else TYPE_SIZES
        assert set(map(float, sizes)) <= allowed, path.name
