"""Parameters of the API: those of the address, and its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from lineage_explorer.graph.model import MAX_ARN_LENGTH, LineageType
from lineage_explorer.query.address import MAX_STARTS, MainView
from lineage_explorer.query.compare_query import STATE_WORDS
from lineage_explorer.query.expansion import MAX_EXPANDED, MAX_ROUNDS
from lineage_explorer.query.lineage_query import MAX_DEPTH, MAX_PROPERTIES, MAX_TAGS, MAX_TYPES, Direction
from lineage_explorer.query.pasted_text import MAX_PASTED_LENGTH
from lineage_explorer.query.view_options import ColorMode, LineStyle, Orientation
from lineage_explorer.questions.registry import QUESTIONS

MAX_PAGE = 10_000
"""Maximum number of items of one answer; what is longer has a cursor."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """Parameter of a request.

    Attributes:
        name: Its name.
        description: What it asks for.
        schema: Its values as JSON Schema.
        max_count: How often it may stand in one request; None for any number.
        is_required: Whether there is no answer without it.
    """

    name: str
    description: str
    schema: Mapping[str, Any] = field(default_factory=lambda: {"type": "string", "minLength": 1})
    max_count: int | None = 1
    is_required: bool = False

    def require(self) -> Parameter:
        """Return the parameter as one that must be given."""
        return Parameter(self.name, self.description, self.schema, self.max_count, is_required=True)


def _list_choices(*values: str) -> Mapping[str, Any]:
    return {"type": "string", "enum": list(values)}


def _limit_number(lowest: int, highest: int) -> Mapping[str, Any]:
    return {"type": "integer", "minimum": lowest, "maximum": highest}


_ARN: Mapping[str, Any] = {
    "type": "string",
    "maxLength": MAX_ARN_LENGTH,
    "pattern": r"^arn:aws[a-z-]*:sagemaker:[a-z0-9-]*:[0-9]{12}:"
    r"(experiment-trial-component|experiment|artifact|action|context)/\S+$",
}
_MOMENT: Mapping[str, Any] = {
    "type": "string",
    "minLength": 1,
    "examples": ["2026-03-01", "2026-03-01T14:00Z"],
}
_PAIR: Mapping[str, Any] = {
    "type": "string",
    "pattern": r"^[\s\S]+[:=][\s\S]+$",
    "examples": ["stage:production"],
}
_DEPTH = _limit_number(1, MAX_DEPTH)

START = Parameter(
    "start",
    "The entity to start from: its ARN, the ARN, URI or name of what it stands for, or part of a name.",
    {"type": "string", "minLength": 1, "maxLength": MAX_PASTED_LENGTH},
)
STARTS = replace(
    START,
    description=f"{START.description} Up to {MAX_STARTS}; the answer is about all of them.",
    max_count=MAX_STARTS,
)
QUESTION = Parameter(
    "question",
    "The slug of a question to ask of the start.",
    _list_choices(*(question.slug for question in QUESTIONS)),
)

_ACCOUNT_NAME = {"type": "string", "pattern": r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"}
_DIGEST = {"type": "string", "pattern": "^[0-9a-f]{64}$"}

AS_OF = Parameter("as_of", "The moment, or the day in UTC, that is asked about; now unless given.", _MOMENT)
AGAINST = Parameter("against", "The entity to compare with: its ARN, or what `start` may be.", START.schema)

ADDRESS_PARAMETERS = (
    STARTS,
    Parameter("direction", "Which way to go from the start.", _list_choices(*Direction)),
    Parameter("depth", "How many associations to follow.", _DEPTH),
    Parameter("depth_up", "How many to follow upstream, with UpAndDown.", _DEPTH),
    Parameter("depth_down", "How many to follow downstream, with UpAndDown.", _DEPTH),
    Parameter("lineage_type", "Only entities of these categories match.", _list_choices(*LineageType), 4),
    Parameter(
        "type",
        "Only entities of these types match.",
        {"type": "string", "minLength": 1, "examples": ["Model", "DataSet"]},
        MAX_TYPES,
    ),
    Parameter("created_after", "Only what was created then or later.", _MOMENT),
    Parameter("created_before", "Only what was created then or earlier.", _MOMENT),
    Parameter("modified_after", "Only what was modified then or later.", _MOMENT),
    Parameter("modified_before", "Only what was modified then or earlier.", _MOMENT),
    Parameter("property", "Only entities with one of these properties: `key:value`.", _PAIR, MAX_PROPERTIES),
    Parameter("tag", "Only entities with one of these tags: `key:value`.", _PAIR, MAX_TAGS),
    Parameter(
        "paths", "With a filter: keep what lies between the start and the matches.", _list_choices("1", "0")
    ),
    QUESTION,
    Parameter("further", "Rounds of reading beyond the depth.", _limit_number(1, MAX_ROUNDS)),
    Parameter("hide", "A kind to leave out: a word of the legend.", max_count=None),
    Parameter(
        "grow",
        "An entity to expand: `<how far>:<ARN>`.",
        {"type": "string", "pattern": "^[a-z-]+:arn:"},
        MAX_EXPANDED,
    ),
    Parameter("fold", "An entity beyond which nothing is followed.", _ARN, MAX_EXPANDED),
    Parameter(
        "account",
        "Name of the configured account that is read; the first one unless given.",
        _ACCOUNT_NAME,
    ),
    Parameter(
        "file",
        "Hash of an opened file, whose lineage is read instead of the account's.",
        _DIGEST,
    ),
    Parameter("share", "Whether names are hidden.", _list_choices("1", "0")),
    Parameter("view", "How the page shows it.", _list_choices(*MainView)),
    AGAINST,
    AS_OF,
    Parameter("against_as_of", "The moment or day at which the second entity is compared.", _MOMENT),
    Parameter("against_file", "SHA-256 of the opened file that the second entity is read from.", _DIGEST),
    Parameter(
        "against_account",
        "The name of the account that the second entity is read from; where the start is, unless given.",
        _ACCOUNT_NAME,
    ),
    Parameter("only", "The state of the parts of a comparison to answer with.", _list_choices(*STATE_WORDS)),
    Parameter("lens", "What colors mean on the page.", _list_choices(*ColorMode)),
    Parameter("edges", "How lines look on the page.", _list_choices(*LineStyle)),
    Parameter("flow", "Direction in which the page draws time.", _list_choices(*Orientation)),
    Parameter("open", "A group that is open on the page.", max_count=None),
    Parameter("between", "An end of the paths highlighted on the page; given twice.", _ARN, 2),
    Parameter("path", "Number of the path that the page emphasizes.", {"type": "integer", "minimum": 1}),
    Parameter(
        "moved",
        "A card moved on the page: `<right>,<down>:<ARN>`.",
        {"type": "string", "pattern": "^-?[0-9]{1,5},-?[0-9]{1,5}:.+$"},
        24,
    ),
)
"""Parameters of the address; each route takes all of them, and so does the page."""

LIMIT = Parameter("limit", "How many items to answer with at most.", _limit_number(1, MAX_PAGE))
CURSOR = Parameter(
    "cursor",
    "Where to go on: `next` of the page before.",
    {"type": "string", "pattern": "^[0-9]{1,6}-[0-9a-f]{8}$"},
)
PAGE = (LIMIT, CURSOR)
ARN = Parameter("arn", "The entity: its ARN, or what `start` may be.", START.schema)
TEXT = Parameter("text", "An ARN, a URI, a name or part of one.", START.schema)
