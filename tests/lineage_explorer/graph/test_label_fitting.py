"""Texts that fit on a card and stay different."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineage_explorer.graph.label_fitting import (
    LabelSpace,
    break_label,
    fit_labels,
    measure_width,
    split_clusters,
    split_words,
)
from lineage_explorer.graph.visible_text import normalize_look

FAMILY = "\N{MAN}\N{ZERO WIDTH JOINER}\N{WOMAN}\N{ZERO WIDTH JOINER}\N{GIRL}"
NEAR_SPACE = LabelSpace(line_count=4, line_ems=8.5)
MIDDLE_SPACE = LabelSpace(line_count=3, line_ems=5.6)
ONE_LINE = LabelSpace(line_count=1, line_ems=8.5)


def fit_all(texts, space):
    """Fit texts that all have the same space."""
    return fit_labels({text: text for text in texts}, dict.fromkeys(texts, space))


def fit(text: str, space: LabelSpace = NEAR_SPACE) -> str:
    return fit_labels({0: text}, {0: space})[0]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("train.csv", ("train.csv",)),
        ("churn-train-20260412", ("churn-train-", "20260412")),
        ("customer-churn v7", ("customer-churn", "v7")),
        ("churn-0412/model.tar.gz", ("churn-0412/", "model.tar.gz")),
        ("ChurnFeaturesOfAll", ("ChurnFeatures", "OfAll")),
        ("xgboost-image:1.7-1", ("xgboost-", "image:1.7-1")),
        ("客户流失客户流失客户流失", ("客户流失客户流失", "客户流失")),
    ],
)
def test_lines_end_at_separators_or_between_ideographs(text: str, lines: tuple[str, ...]):
    assert break_label(fit(text), NEAR_SPACE) == lines


@pytest.mark.parametrize(
    "text", ["preprocess.py", "abalone-preprocessing.py", "بيانات.csv", "internationalization"]
)
@pytest.mark.parametrize("space", [NEAR_SPACE, MIDDLE_SPACE])
def test_no_line_ends_within_a_word(text: str, space: LabelSpace):
    lines = break_label(fit(text, space), space)
    assert all(line[-1] in "-_/.: ·,=#" for line in lines[:-1])


@given(st.text("aB1.:-_/ ,=#…·", max_size=30))
def test_plain_texts_are_split_where_any_text_is(text: str):
    words = list(split_words(text))
    assert "".join(words) == text
    if text and text[-1] not in "-_/.: ·,=#":
        *words, last = words
        assert list(split_words(f"{text}é")) == [*words, f"{last}é"]
    else:
        assert list(split_words(f"{text}é")) == [*words, "é"]


@given(st.text("abcABC123-_/. ", min_size=20, max_size=80))
def test_plain_texts_are_cut_where_any_text_is(text: str):
    """An accent changes neither width nor breaks, but how the text is read."""
    accented = text.replace("a", "a\N{COMBINING ACUTE ACCENT}")
    assert fit(accented, ONE_LINE).replace("\N{COMBINING ACUTE ACCENT}", "") == fit(text, ONE_LINE)


def test_a_long_name_keeps_both_ends():
    label = fit("customer-segmentation-" + "batch-scoring-" * 10 + "2026-04-12")
    assert label.startswith("customer-")
    assert "…" in label
    assert label.endswith("-04-12")


def test_many_parts_of_one_file_stay_different():
    parts = [f"part-{i:05d}-9f0c-4d2e-8b7a-c000.snappy.parquet" for i in range(40)]
    for space in (NEAR_SPACE, MIDDLE_SPACE, ONE_LINE):
        assert len(set(fit_all(parts, space).values())) == len(parts)


def test_days_in_the_middle_of_long_names_stay_different():
    days = [f"customer-segmentation-2026-01-{day:02d}-batch-scoring-output-location" for day in range(1, 29)]
    for space in (NEAR_SPACE, MIDDLE_SPACE, ONE_LINE):
        assert len(set(fit_all(days, space).values())) == len(days)


def test_a_thousand_tuning_jobs_stay_different():
    jobs = [f"hyperparameter-tuning-of-the-churn-model #{number}" for number in range(1_000)]
    assert len(set(fit_all(jobs, MIDDLE_SPACE).values())) == len(jobs)


def test_characters_are_never_split():
    text = f"{FAMILY}e\N{COMBINING ACUTE ACCENT}" * 30
    kept = set(split_clusters(fit(text).replace("…", "")))
    assert kept == {FAMILY, "e\N{COMBINING ACUTE ACCENT}"}


def test_marks_and_joiners_take_no_room():
    assert measure_width("e\N{COMBINING ACUTE ACCENT}") == measure_width("e")
    assert measure_width(FAMILY) == measure_width("\N{MAN}")


@given(st.text(min_size=1, max_size=300), st.sampled_from([NEAR_SPACE, MIDDLE_SPACE, ONE_LINE]))
def test_no_label_is_larger_than_its_space(text: str, space: LabelSpace):
    lines = break_label(fit(text, space), space)
    assert 1 <= len(lines) <= space.line_count
    assert all(measure_width(line) <= space.line_ems for line in lines)


@given(
    st.lists(
        st.text(alphabet="ab-/é流\u200d", min_size=1, max_size=60),
        min_size=2,
        max_size=12,
        unique_by=normalize_look,
    ),
    st.sampled_from([NEAR_SPACE, MIDDLE_SPACE, ONE_LINE]),
)
def test_texts_that_differ_have_labels_that_differ(texts: list[str], space: LabelSpace):
    labels = fit_all(texts, space)
    assert len(set(map(normalize_look, labels.values()))) == len(texts)


@given(
    st.lists(st.text(alphabet="ab-/é流", min_size=1, max_size=60), min_size=2, max_size=12, unique=True),
    st.lists(st.sampled_from([NEAR_SPACE, MIDDLE_SPACE, ONE_LINE]), min_size=12, max_size=12),
)
def test_texts_in_spaces_of_different_sizes_stay_different(texts: list[str], spaces: list[LabelSpace]):
    labels = fit_labels({text: text for text in texts}, dict(zip(texts, spaces, strict=False)))
    assert len(set(map(normalize_look, labels.values()))) == len(texts)
