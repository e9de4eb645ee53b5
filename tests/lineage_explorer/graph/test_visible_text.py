"""What is invisible in texts, and which look the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineage_explorer.graph.visible_text import escape_invisible, normalize_look


@pytest.mark.parametrize(
    "code", [*range(0x20), 0x7F, 0x85, 0x200B, 0x200E, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
def test_characters_that_turn_or_hide_text_are_spelled_out(code: int):
    assert escape_invisible(f"a{chr(code)}b") == f"a\\u{code:04x}b"


@pytest.mark.parametrize("text", [" ", "\u3000", "  "])
def test_text_of_spaces_alone_is_spelled_out(text: str):
    assert escape_invisible(text) == "".join(f"\\u{ord(space):04x}" for space in text)


@pytest.mark.parametrize("text", ["plain", "بيانات.csv", "👨\u200d👩", "می\u200cرود", "e\u0301", "a b"])
def test_what_a_script_needs_stays(text: str):
    assert escape_invisible(text) == text


@given(st.text())
def test_escaped_text_never_changes_the_direction_of_what_follows(text: str):
    escaped = escape_invisible(text)
    assert not set(escaped) & {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}
    assert escape_invisible(escaped) == escaped


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("caf\u00e9", "cafe\u0301"),
        ("train\u200d.csv", "train.csv"),
        ("a  b", "a b"),
        ("a\u00a0b", "a b"),
        (" a ", "a"),
    ],
)
def test_texts_that_look_the_same_share_a_key(one: str, other: str):
    assert normalize_look(one) == normalize_look(other)


@pytest.mark.parametrize(("one", "other"), [("a", "A"), ("a-b", "a_b"), ("流", "流れ"), ("ab", "a b")])
def test_texts_that_look_different_do_not(one: str, other: str):
    assert normalize_look(one) != normalize_look(other)
