"""Names and docstrings follow the rules of docs/glossary.md."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = (
    "assembly",
    "lineage_explorer",
    "sagemaker_account",
    "components",
    "callbacks",
    "routes",
    "server",
)
FILES = [
    ROOT / "app.py",
    ROOT / "visualizer.py",
    *sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py")),
]

MAX_DOCSTRING_WORDS = 12
SMALL_MODULE_LINES = 30
MAX_SMALL_MODULES = 5
"""How many modules may be small and have one importer: they are read faster where they are used."""

IRREGULAR_PARTICIPLES = frozenset(
    [
        "begun",
        "bent",
        "borne",
        "bought",
        "bound",
        "broken",
        "brought",
        "built",
        "caught",
        "chosen",
        "come",
        "done",
        "drawn",
        "driven",
        "fallen",
        "felt",
        "forgotten",
        "found",
        "given",
        "gone",
        "grown",
        "heard",
        "held",
        "hidden",
        "kept",
        "known",
        "laid",
        "led",
        "left",
        "lent",
        "lit",
        "lost",
        "made",
        "meant",
        "met",
        "paid",
        "said",
        "seen",
        "sent",
        "shown",
        "sold",
        "sought",
        "spent",
        "spoken",
        "stood",
        "stuck",
        "sunk",
        "swept",
        "swum",
        "taken",
        "taught",
        "thought",
        "told",
        "understood",
        "undone",
        "woken",
        "won",
        "worn",
        "wound",
        "written",
    ]
)
NO_PARTICIPLES = frozenset(
    {"bed", "embed", "exceed", "feed", "need", "proceed", "seed", "shed", "speed", "succeed"}
)
"""Words in -ed that are not participles."""

VERBS = frozenset(
    [
        "name",
        "fits",
        "contains",
        "accept",
        "acquire",
        "add",
        "analyze",
        "append",
        "apply",
        "arrange",
        "ask",
        "assemble",
        "assign",
        "associate",
        "bind",
        "attach",
        "attempt",
        "batch",
        "begin",
        "blank",
        "break",
        "build",
        "call",
        "carry",
        "check",
        "choose",
        "claim",
        "classify",
        "clean",
        "close",
        "collapse",
        "collect",
        "color",
        "compact",
        "compare",
        "compress",
        "compute",
        "configure",
        "connect",
        "continue",
        "contract",
        "convert",
        "copy",
        "count",
        "create",
        "decode",
        "decorate",
        "deepen",
        "delete",
        "deny",
        "deploy",
        "describe",
        "deserialize",
        "disassociate",
        "discard",
        "draw",
        "drop",
        "encode",
        "enumerate",
        "equalize",
        "escape",
        "estimate",
        "evaluate",
        "exchange",
        "exclude",
        "explain",
        "export",
        "extend",
        "fill",
        "filter",
        "find",
        "finish",
        "fit",
        "flip",
        "format",
        "generate",
        "get",
        "group",
        "guard",
        "grow",
        "handle",
        "hash",
        "hide",
        "highlight",
        "identify",
        "improve",
        "induce",
        "infer",
        "initialize",
        "inline",
        "insert",
        "intercept",
        "interpolate",
        "interpret",
        "invalidate",
        "iterate",
        "join",
        "judge",
        "keep",
        "label",
        "lay",
        "leave",
        "limit",
        "link",
        "list",
        "listen",
        "load",
        "log",
        "look",
        "main",
        "make",
        "map",
        "mark",
        "measure",
        "memoize",
        "merge",
        "move",
        "normalize",
        "open",
        "order",
        "orient",
        "pack",
        "pair",
        "parse",
        "partition",
        "peek",
        "pick",
        "point",
        "pool",
        "prepare",
        "process",
        "publish",
        "put",
        "query",
        "raise",
        "rank",
        "read",
        "reattach",
        "record",
        "recover",
        "redact",
        "redirect",
        "refresh",
        "register",
        "reject",
        "release",
        "remember",
        "remove",
        "render",
        "repeat",
        "replace",
        "report",
        "reposition",
        "request",
        "require",
        "resolve",
        "respond",
        "restore",
        "retry",
        "reuse",
        "reverse",
        "round",
        "route",
        "run",
        "search",
        "seed",
        "select",
        "send",
        "separate",
        "serialize",
        "serve",
        "set",
        "shade",
        "share",
        "shorten",
        "shutdown",
        "show",
        "sift",
        "sign",
        "sort",
        "split",
        "stack",
        "start",
        "stop",
        "store",
        "stretch",
        "strip",
        "style",
        "submit",
        "suggest",
        "summarize",
        "sweep",
        "tag",
        "take",
        "tighten",
        "trace",
        "train",
        "transform",
        "translate",
        "transpose",
        "traverse",
        "try",
        "unite",
        "update",
        "use",
        "wait",
        "walk",
        "warn",
        "wrap",
        "write",
    ]
)
"""First words of functions; `main` and `query` are what Python and SageMaker call what they run."""

QUESTIONS = frozenset({"accepts", "agrees", "applies", "can", "has", "is", "matches", "needs", "should"})
"""First words of functions that answer yes or no."""

CONVERSIONS = frozenset({"after", "as", "at", "from", "on", "to", "with"})
"""First words of functions that return another form or a changed copy, and of event handlers (`on_`)."""

ACCESSORS = re.compile(r"[a-z]+_of(_[a-z]+)?$")
"""A mapping as a function, which reads like the value it returns: `style_of(vertex)`."""

NOUN_FUNCTIONS = {
    "artifacts": "protocol of linked resources, whose methods are named for what they return",
    "states": "protocol of linked resources",
    "tags": "protocol of linked resources",
    "trials": "protocol of linked resources",
    "described_entities": "protocol of the catalog",
    "progress": "protocol of the source",
    "role": "value of a vertex within a graph",
    "highlighted_vertices": "value of a path within its paths",
    "valid_number": "value of a path number within its paths",
    "now": "clock of a cache",
    "utc_now": "clock, spelled as datetime does",
    "valid_since": "value of a cache key",
    "canonical_url": "value of an address within a request scope",
    "safe_name": "pure conversion of one text",
    "member_parsers": "cached value of an operation's model",
    "importance_key": "sort key",
    "key": "sort key",
    "never": "condition that is passed as a value",
    "condition": "method that SQLAlchemy expressions are built by",
    "base_path": "argparse type, named in its messages",
    "workers": "argparse type, named in its messages",
    "amount": "argparse type, named in its messages",
    "operations": "argparse type, named in its messages",
    "port": "argparse type, named in its messages",
    "error": "overrides argparse",
    "readable": "overrides io.RawIOBase",
    "readinto": "overrides io.RawIOBase",
    "urlopen": "overrides urllib3",
    "repr_html": "hook of IPython",
    "app": "WSGI application",
    "stream": "method of the response body that botocore calls",
    "file": "Flask route, named in url_for",
    "screen": "Flask route, named in url_for",
    "unseen": "Flask route, named in url_for",
}
"""Functions outside `components` that are named by a noun, and why."""

QUESTION_WORDS = frozenset(
    {"how", "what", "when", "where", "which", "who", "whoever", "whom", "whose", "why"}
)

SAME_STEMS = {
    "errors": "the errors of the domain, and their translation from botocore beside the adapter",
}
"""Module names that stand twice in a top package, and why."""

Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef
Documented: TypeAlias = ast.Module | ast.ClassDef | Function


@dataclass(frozen=True)
class Definition:
    """A function of the product and where it stands."""

    path: Path
    node: Function

    @property
    def words(self) -> list[str]:
        return self.node.name.strip("_").split("_")

    @property
    def is_property(self) -> bool:
        return any(re.search(r"property|\.setter", ast.unparse(item)) for item in self.node.decorator_list)

    @property
    def is_special(self) -> bool:
        return self.node.name.startswith("__") and self.node.name.endswith("__")

    def violate(self, rule: str) -> str:
        """Return the message of a broken rule."""
        return f"{self.path.relative_to(ROOT)}:{self.node.lineno}: {self.node.name}: {rule}"


def parse_file(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def find_functions() -> Iterator[Definition]:
    """Yield the product's functions and methods, without special methods."""
    for path in FILES:
        for node in ast.walk(parse_file(path)):
            if isinstance(node, Function):
                found = Definition(path, node)
                if not found.is_special:
                    yield found


def find_docstrings(path: Path) -> Iterator[tuple[int, str, str]]:
    """Yield line, name and first line of each docstring."""
    for node in ast.walk(parse_file(path)):
        if isinstance(node, Documented):
            text = ast.get_docstring(node)
            if text:
                name = path.stem if isinstance(node, ast.Module) else node.name
                yield node.body[0].lineno, name, text.splitlines()[0]


def is_participle(name: str) -> bool:
    """Return whether a whole name is one past participle."""
    name = name.strip("_")
    regular = len(name) > len("ed") and name.endswith("ed") and "_" not in name
    return name in IRREGULAR_PARTICIPLES or (regular and name not in NO_PARTICIPLES)


def starts_with_verb(words: list[str]) -> bool:
    return words[0] in VERBS | QUESTIONS | CONVERSIONS


def find_importers() -> dict[Path, set[Path]]:
    """Return which files of the product import each module."""
    modules = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in FILES}
    importers: dict[Path, set[Path]] = defaultdict(set)
    for path in FILES:
        for node in ast.walk(parse_file(path)):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [f"{node.module}", *(f"{node.module}.{alias.name}" for alias in node.names)]
            for name in names:
                if name in modules:
                    importers[modules[name]].add(path)
    return importers


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("told", True),
        ("_drawn", True),
        ("answered", True),
        ("need", False),
        ("feed", False),
        ("read", False),
        ("shared_with", False),
        ("build_graph", False),
    ],
)
def test_participles_are_recognized(name, expected):
    assert is_participle(name) is expected


def test_no_function_is_named_by_a_bare_participle():
    broken = [
        function.violate("a bare participle tells neither action nor result; begin with a verb")
        for function in find_functions()
        if is_participle(function.node.name) and not is_property(function.node)
    ]
    assert not broken, "\n".join(broken)


def is_property(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Return whether a method is read as a value."""
    return any("property" in ast.unparse(decorator) for decorator in node.decorator_list)


def test_functions_begin_with_a_verb():
    """Properties and component builders, named like `html.Div`, are nouns."""
    broken = [
        function.violate(f"begins with {function.words[0]!r}, which is not a verb of this test's list VERBS")
        for function in find_functions()
        if not function.is_property
        and function.path.relative_to(ROOT).parts[0] != "components"
        and not starts_with_verb(function.words)
        and not ACCESSORS.match("_".join(function.words))
        and "_".join(function.words) not in NOUN_FUNCTIONS
    ]
    assert not broken, "\n".join(broken)


def test_every_exception_is_still_needed():
    names = {"_".join(function.words) for function in find_functions()}
    assert set(NOUN_FUNCTIONS) - names == set()
    assert VERBS - {word for name in names for word in name.split("_")[:1]} == set()


@pytest.mark.parametrize("package", PACKAGES)
def test_module_names_are_unique_within_a_top_package(package):
    paths = defaultdict(list)
    for path in (ROOT / package).rglob("*.py"):
        if path.stem != "__init__":
            paths[path.stem].append(str(path.relative_to(ROOT)))
    broken = [
        f"{stem}: a module's name stands once in its top package, not in {' and '.join(sorted(found))}"
        for stem, found in sorted(paths.items())
        if len(found) > 1 and stem not in SAME_STEMS
    ]
    assert not broken, "\n".join(broken)


def test_module_docstrings_begin_with_no_question_word():
    broken = []
    for path in FILES:
        words = re.findall(r"[A-Za-z]+", ast.get_docstring(parse_file(path)) or "")
        if words and words[0].lower() in QUESTION_WORDS:
            broken.append(f"{path.relative_to(ROOT)}:1: docstring begins with {words[0]!r}; say what it does")
    assert not broken, "\n".join(broken)


def test_first_lines_of_docstrings_are_short_sentences():
    broken = []
    for path in FILES:
        for line, name, text in find_docstrings(path):
            count = len(text.split())
            place = f"{path.relative_to(ROOT)}:{line}: {name}"
            if count > MAX_DOCSTRING_WORDS:
                broken.append(
                    f"{place}: first line has {count} words, more than {MAX_DOCSTRING_WORDS}: {text}"
                )
            if not text.endswith("."):
                broken.append(f"{place}: first line ends with no full stop: {text}")
    assert not broken, "\n".join(broken)


def test_few_small_modules_have_a_single_importer():
    importers = find_importers()
    small = [
        f"{path.relative_to(ROOT)}: {lines} lines, imported by {next(iter(found)).relative_to(ROOT)} alone"
        for path, found in sorted(importers.items())
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) < SMALL_MODULE_LINES
        and len(found) == 1
        and path.stem != "__init__"
    ]
    assert len(small) <= MAX_SMALL_MODULES, "\n".join(["merge them into their importers:", *small])
