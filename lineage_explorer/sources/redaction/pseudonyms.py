"""Pseudonyms of the same form as the original, chosen by keyed bytes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import StrEnum

_SEPARATORS = re.compile(r"[-._ ]+")
_NORMALIZED_NAME = re.compile(r"[^\W_A-Z]+(?:-[^\W_A-Z]+)*", re.ASCII)


def normalize_name(name: str) -> str:
    """Normalize a name to lower case with hyphens between its parts.

    A name that `apply_style` could not restore is returned as it is.

    >>> normalize_name("Mara.Lindqvist"), normalize_name("mLindqvist")
    ('mara-lindqvist', 'mLindqvist')
    """
    normalized = _SEPARATORS.sub("-", name.lower())
    return (
        normalized if is_normalized(normalized) and apply_style(normalized, name, parts=2) == name else name
    )


def is_normalized(name: str) -> bool:
    """Return whether a name is lower-case words and digits, joined by hyphens."""
    return _NORMALIZED_NAME.fullmatch(name) is not None


def apply_style(name: str, example: str, *, parts: int) -> str:
    """Return a normalized name in the spelling of another.

    Args:
        name: In normalized form.
        example: The name whose separator and case are applied.
        parts: Number of parts of `example`: if it shows no separator, several parts are written as one word.

    >>> apply_style("robin-ashwood", "Mara Lindqvist", parts=2)
    'Robin Ashwood'
    >>> apply_style("robin-ashwood", "alice", parts=1)
    'robin-ashwood'
    """
    match = _SEPARATORS.search(example)
    separator = match[0] if match else "-" if parts == 1 else ""
    joined = separator.join(name.split("-"))
    if example.isupper():
        return joined.upper()
    return joined.title() if example.istitle() else joined


def strip_separators(name: str) -> str:
    """Return a name in lower case without separators.

    All spellings of a name have this form in common.
    """
    return _SEPARATORS.sub("", name.lower())


_SMALLEST_ACCOUNT = 10**11


class IdentifierKind(StrEnum):
    """Kinds of identifier that are replaced."""

    ACCOUNT = "account"
    BUCKET = "bucket"
    PERSON = "person"


def _split_words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_COLORS = _split_words(
    """
    amber ash azure beige black blue brass bronze brown chalk cherry cobalt copper coral cream crimson
    cyan ebony emerald fawn flint gold granite graphite green gray hazel honey indigo iron ivory jade
    khaki lemon lilac lime linen mauve mint mustard navy ochre olive onyx opal orange pearl pewter pink
    plum purple red rose ruby russet rust sand scarlet sepia silver slate tawny teal umber
    """
)
_BIRDS = _split_words(
    """
    avocet bittern bunting buzzard condor coot crane crow curlew dipper dove dunlin eagle egret eider
    falcon finch fulmar gannet godwit goose grebe grouse gull harrier hawk heron hoopoe ibis jackdaw jay
    kestrel kite kiwi lapwing lark linnet magpie martin merlin moorhen oriole osprey ouzel owl partridge
    pelican petrel pheasant pipit plover puffin quail raven redwing robin rook sparrow starling stork
    swallow swan swift tern
    """
)
_PLACES = _split_words(
    """
    bank bay beach bend bluff bridge brook canyon cape cave cliff coast cove creek dale delta dell dune
    falls fen field fjord ford forest glade glen gorge grove gulf harbor heath hill hollow inlet island
    isle lagoon lake ledge marsh meadow mesa mill moor orchard pass peak pier plain point pond pool reef
    ridge river rock shoal shore spring stream summit vale valley wood
    """
)
_FIRST_NAMES = _split_words(
    """
    ada alba alma amos anton arno ashley avery bela blake bruno cameron carmen casey celia clara dana
    darcy dario drew edda eden eli elmo emil enzo erin esme ezra fabian felix fiona flora frida gemma
    glenn greta hanna harper hugo ida ines iris ivo jamie jorah jordan jules kai kira lars leila leon
    lina logan luca mila morgan nadia nico nora olga oscar otis
    """
)
_SURNAME_HEADS = _split_words(
    """
    alder arch ash beck birch black bram brook cald clay cold cran dun east elm fair fen gold hart hazel
    hay holl kirk lang lind marl moor north oak red stan thorn
    """
)
_SURNAME_TAILS = _split_words(
    """
    acre bank bourne bury by cliffe combe cote croft dale den field ford gate grave ham hurst leigh ley
    low mere more ridge shaw stead ston thorpe ton well wick wood worth
    """
)


def _create_account(number: int) -> str:
    return str(_SMALLEST_ACCOUNT + number % (9 * _SMALLEST_ACCOUNT))


def _create_bucket(number: int) -> str:
    return f"bucket-{_pick_words(number, _COLORS, _BIRDS, _PLACES, separator='-')}"


def _create_person(number: int) -> str:
    surname_number, first_name_number = divmod(number, len(_FIRST_NAMES))
    return f"{_FIRST_NAMES[first_name_number]}-{_pick_words(surname_number, _SURNAME_HEADS, _SURNAME_TAILS)}"


_CREATORS: Mapping[IdentifierKind, Callable[[int], str]] = {
    IdentifierKind.ACCOUNT: _create_account,
    IdentifierKind.BUCKET: _create_bucket,
    IdentifierKind.PERSON: _create_person,
}


def create_pseudonym(kind: IdentifierKind, digest: bytes) -> str:
    """Return the pseudonym that the given bytes select.

    >>> create_pseudonym(IdentifierKind.BUCKET, bytes(8))
    'bucket-amber-avocet-bank'
    >>> create_pseudonym(IdentifierKind.PERSON, bytes(8))
    'ada-alderacre'
    """
    return _CREATORS[kind](int.from_bytes(digest, "big"))


def _pick_words(number: int, *lists: tuple[str, ...], separator: str = "") -> str:
    """Return a word of each list, by the digits of a number."""
    words = []
    for choices in lists:
        number, position = divmod(number, len(choices))
        words.append(choices[position])
    return separator.join(words)
