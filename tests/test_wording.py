"""Sentences that people read: each stands in one place, in everyday words."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("lineage_explorer", "sagemaker_account", "components", "callbacks", "routes", "server")
MODULES = [
    ROOT / "app.py",
    ROOT / "visualizer.py",
    *sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py")),
]
SCRIPTS = sorted(
    path
    for path in (ROOT / "web").rglob("*.js")
    if not {"node_modules", "testing"} & set(path.parts) and not path.name.endswith(".test.js")
)
PAGES = sorted((ROOT / "lineage_explorer").rglob("*.html"))
DOCUMENTS = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
    *sorted((ROOT / "docs").rglob("*.ipynb")),
]

MIN_WORDS = 4
"""Words from which on a text counts as a sentence that has one owner."""

SAME_SENTENCES = {
    r"EU AI Act .*": "clauses of laws, which several rules name",
    r"<ARN of .*>": "placeholders in code that mends a finding",
    r"Find in the graph|Open in new tab": "a command's title in the menu of the browser and in the help of the page",
    r"(it|they) could not be read": "ends a sentence in the number of its subject",
    r"Member must have .*": "the wording of SageMaker's own validation",
    r"pragma .*|text/html; charset=utf-8|<th .*": "not words",
    r"\{\} could not be read\. \{\}": "each begins with a subject of its own",
    r"\{\} could not be described.*": "each begins with a subject of its own",
    r"\{\} belongs to another account": "of an entity, and of a resource",
    r"\{\} does not match the service model": "of a response, an item and a tag",
    r"Not all of its deployments were read": "a doubt of several rules",
    r"It was not described": "a doubt of several rules",
}
"""Patterns of sentences that may stand twice, and why."""

ODD_PHRASES = (
    r"nothing asked yet",
    r"(?<!--)\bstand-ins?\b",  # but the former name of an option
    r"cannot be asked as it is",
    r"is no ARN or URI",
    r"nothing of this name",
    r"may be meant",
    r"depth, in associations",
    r"up & down",
    r"both ways from every entity it meets: reaches",
    r"what was made from it, and what",
    r"keep the way to",
    r"make focus|click to make it the focus|this is the focus",
    r"put the light",
    r"the same in a new tab|so does the menu key",
    r"expand everything upstream",
    r"\d+ of them directly",
    r"the newest of \d+ on record",
    r"nobody was asked",
    r"nothing came of this|nothing points here",
    r"facts of the focus",
    r"read this answer anew",
    r"names still being read",
    r"were not asked for",
    r"it has them for itself",
    r"of them no longer exists?\b",
    r"added nothing\.",
    r"how this was asked",
    r"choose the other end",
    r"what was learned from",
    r"artifacts and registered versions",
    r"show or hide: ",
    r"outline of the picture|fit the whole picture|centre on",
    r"the picture is as it was",
    r"end presentation",
)
"""Phrases of former versions that readers stumbled over."""

INVERTED = re.compile(
    r"(?<!there )\b(?:is|are|was|were) no (?!longer|more|better|way|\{)[a-zA-Z“{]", re.IGNORECASE
)
"""“x is no date” for “x is not a date”."""

BRITISH = re.compile(
    r"\b\w*(?:colour|centred?\b|favour|behaviour|neighbour|catalogue|grey\b|licence|artefact|harbour|"
    r"(?:organ|recogn|author|optim|serial|initial|normal|summar|minim|maxim|visual|custom)is(?:e|ed|es|ing)\b)",
    re.IGNORECASE,
)

_PLACEHOLDER = "{}"
_WORD = re.compile(r"[A-Za-z][A-Za-z'-]+")
_SCRIPT_TOKEN = re.compile(
    r"//[^\n]*|/\*.*?\*/|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`", re.DOTALL
)
_CODE = re.compile(r"```.*?```|`[^`]*`|\]\([^)]*\)|\"image/[^\n]*", re.DOTALL)


def list_module_texts(path: Path) -> Iterator[str]:
    """Yield the string literals of a module, docstrings left out; placeholders become {}."""
    seen: set[int] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Expr):
            seen.add(id(node.value))
        elif isinstance(node, ast.JoinedStr):
            seen.update(map(id, ast.walk(node)))
            parts = (part.value if isinstance(part, ast.Constant) else _PLACEHOLDER for part in node.values)
            yield "".join(map(str, parts))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in seen:
            yield node.value


def list_script_texts(path: Path) -> Iterator[str]:
    """Yield the string literals of a script, comments left out; placeholders become {}."""
    for token in _SCRIPT_TOKEN.findall(path.read_text(encoding="utf-8")):
        if token[0] in "\"'`":
            yield re.sub(r"\$\{[^{}]*\}", _PLACEHOLDER, token[1:-1])


def list_texts(path: Path) -> list[str]:
    return list(list_module_texts(path) if path.suffix == ".py" else list_script_texts(path))


def read_prose(path: Path) -> str:
    """Return a document without its code and the targets of its links."""
    return _CODE.sub(" ", path.read_text(encoding="utf-8"))


def is_sentence(text: str) -> bool:
    return len(_WORD.findall(text.replace(_PLACEHOLDER, " "))) >= MIN_WORDS and " " in text.strip()


@cache
def find_owners() -> dict[str, set[str]]:
    """Return the files in which each sentence stands."""
    owners: dict[str, set[str]] = defaultdict(set)
    for path in (*MODULES, *SCRIPTS):
        for text in filter(is_sentence, list_shown(path)):
            owners[text.strip().rstrip(".:")].add(str(path.relative_to(ROOT)))
    return owners


def find_reason(sentence: str) -> str:
    """Return the pattern that lets a sentence stand twice; empty if there is none."""
    return next((pattern for pattern in SAME_SENTENCES if re.fullmatch(pattern, sentence)), "")


@cache
def list_shown(path: Path) -> tuple[str, ...]:
    """Return what readers may see of a file: its literals, or its prose."""
    return tuple(list_texts(path)) if path.suffix in (".py", ".js") else (read_prose(path),)


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ('"""Docs."""\nx = f"a {b} c"\n', ["a {} c"]),
        ('def f():\n    """Docs."""\n    return "a b"\n', ["a b"]),
        ('x = 1\n"""What x is."""\n', []),
    ],
)
def test_literals_are_found_and_docstrings_are_not(tmp_path, source, texts):
    path = tmp_path / "module.py"
    path.write_text(source)
    assert list(list_module_texts(path)) == texts


def test_literals_of_scripts_are_found_and_comments_are_not(tmp_path):
    path = tmp_path / "script.js"
    path.write_text('// "no"\nconst a = `x ${b} y`; /* "no" */ const c = "it";\n')
    assert list(list_script_texts(path)) == ["x {} y", "it"]


def test_every_sentence_has_one_owner():
    broken = [
        f"{sentence!r} stands in {' and '.join(sorted(files))}: let one of them import it"
        for sentence, files in sorted(find_owners().items())
        if len(files) > 1 and not find_reason(sentence)
    ]
    assert not broken, "\n".join(broken)


def test_every_exception_is_still_needed():
    used = {find_reason(sentence) for sentence, files in find_owners().items() if len(files) > 1}
    assert set(SAME_SENTENCES) - used == set()


def test_odd_phrases_are_gone():
    pattern = re.compile("|".join(ODD_PHRASES), re.IGNORECASE)
    broken = [
        f"{path.relative_to(ROOT)}: {found[0]!r}"
        for path in (*MODULES, *SCRIPTS, *PAGES, *DOCUMENTS)
        for text in list_shown(path)
        if (found := pattern.search(text))
    ]
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize("pattern", [INVERTED, BRITISH], ids=["inverted", "british"])
def test_texts_are_plain_american_english(pattern):
    broken = [
        f"{path.relative_to(ROOT)}: {found[0]!r} in {text[max(0, found.start() - 40) : found.end() + 40]!r}"
        for path in (*MODULES, *SCRIPTS, *PAGES, *DOCUMENTS)
        for text in list_shown(path)
        for found in pattern.finditer(text)
    ]
    assert not broken, "\n".join(broken)


def test_days_are_formatted_in_one_place():
    """Charts and the parser of typed dates spell formats of their own."""
    own = {"graph/date_text.py", "query/moments.py", "views/timeline_figure.py", "export/timeline_picture.py"}
    broken = [
        str(path.relative_to(ROOT))
        for path in MODULES
        if "%b" in path.read_text(encoding="utf-8")
        and "sagemaker_account" not in path.parts
        and "/".join(path.parts[-2:]) not in own
    ]
    assert broken == []
