"""Types in any case, in the words of the screen, and several with commas."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineage_explorer.graph.entity_styles import TYPE_TITLES
from lineage_explorer.query.lineage_query import SUGGESTED_TYPES
from lineage_explorer.query.type_names import format_type, label_type, normalize_type, parse_types

ANY_TYPE = st.text(min_size=1, max_size=40) | st.sampled_from([*TYPE_TITLES, *map(str.lower, TYPE_TITLES)])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("dataset", "DataSet"),
        ("Data set", "DataSet"),
        ("data-set", "DataSet"),
        ("data sets", "DataSet"),
        ("Training jobs", "TrainingJob"),
        ("MODEL GROUP", "ModelGroup"),
        ("model package", "Model"),
        ("training job", "TrainingJob"),
        ("SageMakerTrainingJob", "TrainingJob"),
        ("Deployment", "ModelDeployment"),
        ("tensorboard", "TensorBoard"),
        ("feature group", "FeatureGroupPipeline"),
    ],
)
def test_known_type_is_recognized_however_it_is_written(text, name):
    assert normalize_type(text) == name


@pytest.mark.parametrize("text", ["EvaluationReport", "my report", "data sets 2026", "Modell"])
def test_unknown_type_stays_as_written(text):
    assert normalize_type(text) == text


@pytest.mark.parametrize(
    ("texts", "names"),
    [
        (["DataSet, image"], ("DataSet", "Image")),
        (["DataSet,", " ,Report"], ("DataSet", "Report")),
        (["data set", "DataSet"], ("DataSet",)),
        (['"Dataset"'], ("Dataset",)),
        (['"a, b", model'], ("a, b", "Model")),
        (['say "hi", twice'], ('say "hi"', "twice")),
        (["", " ", ",", '""'], ()),
    ],
)
def test_commas_separate_types_and_quotes_keep_a_type_as_it_is(texts, names):
    assert parse_types(texts) == names


@given(ANY_TYPE)
def test_every_type_is_read_as_it_was_written(name):
    assert parse_types([format_type(name)]) == parse_types([label_type(name)]) == (name,)


def test_screen_words_stand_for_types_and_other_types_are_not_mistaken_for_them():
    assert label_type("DataSet") == "Data set"
    assert label_type("Dataset") == '"Dataset"'
    assert label_type("EvaluationReport") == "EvaluationReport"
    assert len({label_type(name) for name in SUGGESTED_TYPES}) == len(SUGGESTED_TYPES)
