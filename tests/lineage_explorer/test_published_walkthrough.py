"""AWS's published walk-through, from a pasted start to the rows shown."""

from urllib.parse import urlencode

import pytest

from lineage_explorer.graph.model import LineageType
from lineage_explorer.query.address import parse_address
from lineage_explorer.views.table_rows import build_rows
from tests.support.question_accounts import PUBLISHED, build_services, demo_account

EXAMPLES = [example for example in PUBLISHED["examples"] if "direction" in example]


@pytest.fixture(scope="module")
def answer_for(tmp_path_factory, boto):
    with demo_account(tmp_path_factory.mktemp("demo"), boto) as subject:
        yield build_services(subject.client)


def address(start, example):
    return "?" + urlencode(
        {
            "start": start,
            "direction": example["direction"],
            "lineage_type": example["lineage_types"],
            "type": example["types"],
        },
        doseq=True,
    )


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: f"cell {e['cell']} {e['direction']}")
def test_published_query_shows_the_published_rows(answer_for, example):
    (start,) = answer_for.catalog.resolve(example["start"])
    query = parse_address(address(start.arn, example)).query

    graph = answer_for.source.read(query)
    entities = answer_for.catalog.describe_within(list(graph.vertices), seconds=10)

    shown = [row.arn for row in build_rows(graph, entities) if row.role == "match"]
    assert sorted(published_value(entities[arn]) for arn in shown) == sorted(example["answer"])


def published_value(entity):
    """Return what AWS printed: a trial component's ARN, else the source."""
    return entity.arn if entity.lineage_type is LineageType.TRIAL_COMPONENT else entity.source_uri
