"""Types as people write them, and as the API spells them.

`QueryLineage` matches types exactly. A type that SageMaker assigns is recognized in any case, in the words of
the screen, one or many, and among others between commas. Any other one stays as it is, and so does a type in
double quotes (`"Dataset"` is not `DataSet`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lineage_explorer.graph.entity_styles import TYPE_TITLES
from lineage_explorer.query.pairs import add_quotes, is_quoted, remove_quotes

_PART = re.compile(r'\s*"(?:[^"\\]|\\.)*"\s*(?=,|$)|[^,]+', re.DOTALL)
"""One of several types between commas; those within quotes separate nothing."""


def make_type_key(text: str) -> str:
    """Return a type without what people vary: case, spaces, hyphens, underscores."""
    return re.sub(r"[\s_-]+", "", text).casefold()


_SPELLINGS = {
    **{f"{make_type_key(title)}s": name for name, title in TYPE_TITLES.items()},
    # A registered model has no type of its own; `List…` operations spell the types of jobs so.
    "modelpackage": "Model",
    **{f"sagemaker{make_type_key(job)}": job for job in ("TrainingJob", "ProcessingJob", "TransformJob")},
    **{make_type_key(title): name for name, title in TYPE_TITLES.items()},
    **{make_type_key(name): name for name in TYPE_TITLES},
}


def normalize_type(text: str) -> str:
    """Return a known type as the API spells it.

    >>> normalize_type("data set"), normalize_type("TRAININGJOB"), normalize_type("Report")
    ('DataSet', 'TrainingJob', 'Report')
    """
    return _SPELLINGS.get(make_type_key(text), text)


def parse_types(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the types in some texts, as the API spells them.

    >>> parse_types(["Data set, image", '"Dataset"'])
    ('DataSet', 'Image', 'Dataset')
    """
    return tuple(dict.fromkeys(name for text in texts for name in _split_types(text) if name))


def format_type(name: str) -> str:
    """Return a type as `parse_types` reads it, quoted if necessary."""
    return name if parse_types([name]) == (name,) else add_quotes(name)


def label_type(name: str) -> str:
    """Return a type in the words of the screen, for `parse_types`."""
    title = TYPE_TITLES.get(name, name)
    return title if parse_types([title]) == (name,) else format_type(name)


def _split_types(text: str) -> Iterator[str]:
    for part in _PART.findall(text):
        word = part.strip()
        yield remove_quotes(word) if is_quoted(word) else normalize_type(word)
