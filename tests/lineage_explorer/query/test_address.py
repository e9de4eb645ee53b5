"""Parsing and writing addresses, and refusing invalid ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineage_explorer.errors import InvalidArn, InvalidQuery
from lineage_explorer.graph.model import Arn, LineageType
from lineage_explorer.query.address import (
    Address,
    MainView,
    describe_grammar,
    format_address,
    format_link,
    get_start,
    is_shared,
    parse_address,
    with_start_text,
)
from lineage_explorer.query.lineage_query import Direction, Filters, LineageQuery
from lineage_explorer.query.pairs import Property, Tag
from lineage_explorer.query.view_options import ColorMode, LineStyle, Orientation, PathQuery
from lineage_explorer.sources.extend_graph import ExpandedVertex, Expansion, Reach

MODEL = Arn("arn:aws:sagemaker:us-west-2:000000000000:artifact/0a1b")
OTHER = Arn("arn:aws:sagemaker:us-west-2:000000000000:context/churn")

words = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12).filter(
    lambda text: text.strip() == text
)
moments = st.datetimes(min_value=datetime(2015, 1, 1), max_value=datetime(2035, 1, 1), timezones=st.just(UTC))
periods = st.tuples(st.none() | moments, st.none() | st.timedeltas(timedelta(), timedelta(days=400))).map(
    lambda pair: (pair[0], pair[0] + pair[1] if pair[0] and pair[1] is not None else None)
)


@st.composite
def queries(draw: st.DrawFn) -> LineageQuery:
    created, modified = draw(periods), draw(periods)
    keys = words.filter(lambda text: ":" not in text)
    direction = draw(st.sampled_from(Direction))
    query = LineageQuery(
        start=MODEL,
        direction=direction,
        depth=draw(st.integers(1, 10)),
        filters=Filters(
            lineage_types=tuple(draw(st.lists(st.sampled_from(LineageType), unique=True))),
            types=tuple(draw(st.lists(words, unique=True, max_size=5))),
            created_after=created[0],
            created_before=created[1],
            modified_after=modified[0],
            modified_before=modified[1],
            properties=tuple(
                Property(key, value) for key, value in draw(st.dictionaries(keys, words, max_size=5)).items()
            ),
            tags=tuple(draw(st.lists(st.builds(Tag, words, words), unique=True, max_size=5))),
        ),
        include_paths=draw(st.booleans()),
    )
    if direction is Direction.UP_AND_DOWN and draw(st.booleans()):
        return query.with_depths(draw(st.integers(1, 10)), draw(st.integers(1, 10)))
    return query


vertices = st.integers(1, 99).map(lambda number: Arn(f"{MODEL}{number}"))
extents = st.builds(
    Expansion,
    st.lists(st.builds(ExpandedVertex, vertices, st.sampled_from(Reach)), max_size=4, unique=True).map(tuple),
    st.lists(vertices, max_size=3, unique=True).map(tuple),
    st.integers(0, 9),
)


@given(
    queries(),
    st.sampled_from(MainView),
    st.none() | st.sampled_from(["model-datasets", "picture"]),
    st.sets(words, max_size=3),
    st.sampled_from(ColorMode),
    st.sampled_from(LineStyle),
    st.sampled_from(Orientation),
    st.sets(words, max_size=3),
    extents,
    st.none() | st.builds(PathQuery, st.just(OTHER), st.just(MODEL), st.none() | st.integers(1, 20)),
)
def test_address_is_parsed_back_to_the_query_it_was_written_from(
    query, view, slug, opened, lens, lines, flow, hidden, extent, between
):
    if slug or query.filters:
        extent = replace(extent, rounds=0)
    looks = {
        "open_groups": tuple(sorted(opened)),
        "color_by": lens,
        "line_style": lines,
        "hidden_kinds": tuple(sorted(hidden)),
    }
    address = Address(query, view, slug, **looks, orientation=flow, expansion=extent, between=between)
    assert parse_address(format_address(address)) == address


def test_new_focus_keeps_view_options_and_drops_question_expansion_and_paths():
    looks = {"view": MainView.TABLE, "color_by": ColorMode.AGE, "orientation": Orientation.DOWN}
    looks |= {"open_groups": ("group:a",), "hidden_kinds": ("job",)}
    beyond = {"expansion": Expansion((ExpandedVertex(OTHER, Reach.UP),)), "between": PathQuery(MODEL, OTHER)}
    address = Address(LineageQuery(MODEL, depth=3), question_slug="picture", **looks, **beyond)
    assert address.with_start(OTHER) == Address(LineageQuery(OTHER, depth=3), **looks)
    assert Address().with_start(OTHER) == Address(LineageQuery(OTHER))


def test_further_starts_are_read_in_their_order_without_duplicates():
    search = f"?start={MODEL}&start={OTHER}&start={MODEL}&start={OTHER}"
    address = parse_address(search)
    assert (address.starts, format_address(address)) == ((MODEL, OTHER), f"?start={MODEL}&start={OTHER}")


def test_further_starts_stay_with_their_focus_and_go_with_a_question():
    address = parse_address(f"?start={MODEL}&start={OTHER}")
    deeper = replace(address.query, depth=3)
    assert address.with_query(deeper).starts == (MODEL, OTHER)
    assert address.with_query(deeper, question_slug="picture").starts == (MODEL,)
    assert address.with_start(OTHER).starts == (OTHER,)


def test_more_than_ten_starts_and_questions_about_several_are_refused():
    many = "".join(f"&start={MODEL}{number}" for number in range(11))
    with pytest.raises(InvalidQuery, match="At most 10 starts can be shown at once, not 11"):
        parse_address(f"?{many[1:]}")
    with pytest.raises(InvalidQuery, match="about one start, not about 2"):
        parse_address(f"?start={MODEL}&start={OTHER}&question=picture")


def test_each_start_that_is_no_arn_is_resolved_in_turn():
    search = f"?start=s3://b/k&start={MODEL}&start=churn"
    assert get_start(search) == "s3://b/k"
    search = with_start_text(search, OTHER)
    assert (search, get_start(search)) == (f"?start={OTHER}&start={MODEL}&start=churn", "churn")


FULL = (
    f"?start={MODEL}&direction=Both&depth=3&view=table&lens=age&edges=association&flow=down"
    f"&between={MODEL}&between={OTHER}&path=2&open=group:a&hide=job&grow=up:{OTHER}&fold={OTHER}&moved=40,-20:{OTHER}&share=1"
    f"&against={OTHER}&as_of=2026-10-01&against_as_of=2026-10-01T12:00:00Z&only=changed"
)


@pytest.mark.parametrize("on_path", [True, False])
@pytest.mark.parametrize("more", ["&question=picture", "&further=2"])
def test_new_focus_drops_the_parameters_that_the_browser_is_told(on_path, more):
    grammar = describe_grammar()
    dropped = {*grammar["dropped_by_focus"], *([] if on_path else grammar["dropped_off_path"])}
    focused = format_address(parse_address(FULL + more).with_start(OTHER, on_path=on_path))
    assert set(parse_qs(focused[1:])) == set(parse_qs(FULL[1:] + more)) - dropped


@pytest.mark.parametrize(("name", "value"), describe_grammar()["defaults"].items())
def test_default_that_the_browser_leaves_out_changes_nothing(name, value):
    assert format_address(parse_address(f"?start={MODEL}&{name}={value}")) == f"?start={MODEL}"


def test_grammar_of_the_browser_names_only_known_parameters():
    grammar = describe_grammar()
    known = set(parse_qs(FULL[1:] + "&question=picture&further=1&paths=1&created_after=a&created_before=b"))
    assert {*grammar["names"].values(), *grammar["view_only"], *grammar["defaults"]} <= known


def test_repeated_hidden_kinds_are_deduplicated():
    assert parse_address(f"?start={MODEL}&hide=job&hide=Image&hide=job&hide=").hidden_kinds == (
        "Image",
        "job",
    )


def test_repeated_open_groups_are_deduplicated():
    assert parse_address(f"?start={MODEL}&open=group:b&open=group:a&open=group:b&open=").open_groups == (
        "group:a",
        "group:b",
    )


def test_default_values_are_omitted_from_the_address():
    assert format_link(Address(LineageQuery(MODEL))) == f"/?start={MODEL}"


def test_empty_address_is_the_home_screen():
    assert parse_address("") == parse_address("?") == Address()


def test_unknown_parameters_are_reported_and_the_rest_is_parsed():
    address = parse_address(f"?start={MODEL}&depht=3&utm=x")
    assert address.unknown == ("depht", "utm")
    assert address.query == LineageQuery(MODEL)


def test_types_of_an_address_may_be_written_in_any_case_with_commas_and_as_on_the_screen():
    address = parse_address(f"?start={MODEL}&type=dataset,Training%20job&type=model")
    assert address.query.filters.types == ("DataSet", "TrainingJob", "Model")
    assert format_address(address) == f"?start={MODEL}&type=DataSet&type=TrainingJob&type=Model"


def test_type_in_quotes_is_taken_as_it_is():
    address = parse_address(f"?start={MODEL}&type=%22Dataset%22")
    assert address.query.filters.types == ("Dataset",)
    assert format_address(address) == f"?start={MODEL}&type=%22Dataset%22"


@pytest.mark.parametrize(
    ("part", "up", "down", "written"),
    [
        ("depth_up=3", 3, 10, "&depth_up=3"),
        ("depth=4&depth_down=2", 4, 2, "&depth=4&depth_down=2"),
        ("depth_up=3&depth_down=2", 3, 2, "&depth_up=3&depth_down=2"),
        ("depth=4&depth_up=4", 4, 4, "&depth=4"),
        ("depth=4&depth_up=2&depth_down=2", 2, 2, "&depth=2"),
        ("depth_up=10", 10, 10, ""),
    ],
)
def test_each_way_may_have_its_own_depth(part, up, down, written):
    address = parse_address(f"?start={MODEL}&{part}")
    depths = [address.query.get_depth(way) for way in (Direction.ASCENDANTS, Direction.DESCENDANTS)]
    assert depths == [up, down]
    assert format_address(address) == f"?start={MODEL}{written}"


def test_query_in_one_direction_has_the_depth_of_that_way():
    query = LineageQuery(MODEL, depth=5, depth_up=3)
    assert query.with_direction(Direction.ASCENDANTS) == LineageQuery(MODEL, Direction.ASCENDANTS, depth=3)
    assert query.with_direction(Direction.DESCENDANTS) == LineageQuery(MODEL, Direction.DESCENDANTS, depth=5)
    assert query.with_direction(Direction.BOTH) == LineageQuery(MODEL, Direction.BOTH, depth=5)


def test_date_without_a_time_zone_is_utc():
    address = parse_address(f"?start={MODEL}&created_after=2026-01-31")
    assert address.query is not None
    assert address.query.filters.created_after == datetime(2026, 1, 31, tzinfo=UTC)


@pytest.mark.parametrize(
    ("part", "field", "names"),
    [
        ("depth=11", "depth", "11"),
        ("depth=0", "depth", "0"),
        ("depth=three", "depth", "three"),
        ("direction=Upwards", "direction", "Upwards"),
        ("view=pie", "view", "pie"),
        ("lens=mood", "lens", "mood"),
        ("flow=up", "flow", "up"),
        ("paths=yes", "paths", "yes"),
        ("lineage_type=Trial", "lineage_type", "Trial"),
        ("type=a&type=b&type=c&type=d&type=e&type=f", "type", "a, b, c, d, e, f"),
        (f"type={'x' * 41}", "type", "41"),
        ("property=team", "property", "team"),
        ("property=:growth", "property", ":growth"),
        ("property=team:growth&property=team:risk", "property", "team"),
        ("created_after=yesterday", "created_after", "yesterday"),
        ("created_after=0001-01-01T00:00:00%2B14:00", "created_after", "0001-01-01"),
        ("created_after=2026-02-01&created_before=2026-01-01", "created_before", "2026-01-01"),
        ("modified_after=2026-02-01&modified_before=2026-01-01", "modified_before", "2026-01-01"),
        ("depth=2&depth=3", "depth", "2 times"),
        ("depth_up=11", "depth_up", "11"),
        ("depth_down=0", "depth_down", "0"),
        ("depth_down=two", "depth_down", "two"),
        ("depth_up=3&direction=Descendants", "depth_up", "Descendants"),
        ("depth_down=3&direction=Both", "depth_down", "Both"),
        ("type=a,b,c&type=d, e ,f", "type", "a, b, c, d, e, f"),
        ("tag=team", "tag", "team"),
        ("tag=:growth", "tag", ":growth"),
        (f"tag={'k' * 129}:x", "tag", "128"),
        ("&".join(f"tag=a:{number}" for number in range(6)), "tag", "a:0, a:1, a:2, a:3, a:4, a:5"),
        ("further=1&tag=team:growth", "further", "filters"),
        ("grow=sideways:x", "grow", "sideways"),
        ("grow=up", "grow", "up"),
        ("grow=up:s3://b/c", "grow", "s3://b/c"),
        ("fold=train.csv", "fold", "train.csv"),
        ("further=10", "further", "10"),
        ("further=-1", "further", "-1"),
        ("further=much", "further", "much"),
        ("further=1&type=Model", "further", "filters"),
        ("further=1&question=picture", "further", "question"),
        ("&".join(f"fold={MODEL}{number}" for number in range(25)), "fold", "24"),
        ("&".join(f"grow=up:{MODEL}{number}" for number in range(25)), "grow", "24"),
        (f"moved={MODEL}", "moved", "0a1b"),
        (f"moved=1,x:{MODEL}", "moved", "1,x"),
        (f"moved=999999,0:{MODEL}", "moved", "999999"),
        ("&".join(f"moved=1,1:{MODEL}{number}" for number in range(25)), "moved", "24"),
        ("edges=wavy", "edges", "wavy"),
        (f"between={MODEL}", "between", "1 entity"),
        (f"between={MODEL}&between={OTHER}&between={OTHER}", "between", "3 entities"),
        (f"between={MODEL}&between={MODEL}", "between", "twice"),
        (f"between={MODEL}&between=nonsense", "between", "nonsense"),
        (f"between={MODEL}&between={OTHER}&path=0", "path", "0"),
        (f"between={MODEL}&between={OTHER}&path=two", "path", "two"),
        ("path=2", "path", "between"),
    ],
)
def test_invalid_parameter_is_reported_with_its_field(part, field, names):
    for address in (f"?start={MODEL}&{part}", f"?{part}"):
        with pytest.raises(InvalidQuery) as refusal:
            parse_address(address)
        assert refusal.value.field == field
        assert names in str(refusal.value)


@pytest.mark.parametrize(
    "start", ["nonsense", "arn:aws:sagemaker:us-west-2:1:artifact/x", "<script>alert(1)</script>"]
)
def test_start_that_is_no_lineage_arn_is_refused_with_examples(start):
    with pytest.raises(InvalidArn, match="Expected arn:aws:sagemaker"):
        parse_address(f"?start={start}")


def test_oversized_start_is_refused_without_repeating_it():
    with pytest.raises(InvalidArn) as refusal:
        parse_address(f"?start={'x' * 10_000}")
    assert "10,000" in str(refusal.value)
    assert len(str(refusal.value)) < 200


def test_redacted_home_screen_has_an_address():
    assert format_address(Address(share=True)) == "?share=1"
    assert parse_address("?share=1") == Address(share=True)


def test_every_link_of_a_redacted_address_is_redacted():
    address = parse_address(f"?start={MODEL}&share=1&question=x&grow=up:{MODEL}")
    for led in (
        address.with_start(OTHER),
        address.with_query(LineageQuery(OTHER)),
        replace(address, open_groups=("group:1",)),
    ):
        assert is_shared(format_address(led))


@pytest.mark.parametrize("value", ["yes", "2", "true"])
def test_unknown_redaction_value_is_reported_unrepeated_and_redacts_all_the_same(value):
    with pytest.raises(InvalidQuery, match=r"share.* is 1 or 0") as caught:
        parse_address(f"?share={value}")
    assert value not in str(caught.value)
    assert is_shared(f"?share={value}")


@pytest.mark.parametrize("search", ["", "?share=0", "?share=", "?start=x"])
def test_address_without_a_redaction_parameter_is_not_redacted(search):
    assert not is_shared(search)
