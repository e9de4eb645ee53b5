"""AWS's published walk-through by the page's own road: a pasted start, an address, a read, the rows shown."""

from urllib.parse import urlencode

import pytest

from lineage_explorer.graph.model import LineageType
from lineage_explorer.query.address import parse_address
from lineage_explorer.views.table_rows import build_rows
from tests.support.question_accounts import PUBLISHED, demo_account, desk

EXAMPLES = [example for example in PUBLISHED["examples"] if "direction" in example]


@pytest.fixture(scope="module")
def asked(tmp_path_factory, boto):
    with demo_account(tmp_path_factory.mktemp("demo"), boto) as subject:
        yield desk(subject.client)


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
def test_a_published_query_is_shown_as_printed(asked, example):
    (start,) = asked.catalog.resolve(example["start"])
    query = parse_address(address(start.arn, example)).query

    graph = asked.source.read(query)
    entities = asked.catalog.describe_within(list(graph.vertices), seconds=10)

    shown = [row.arn for row in build_rows(graph, entities) if row.role == "match"]
    assert sorted(printed(entities[arn]) for arn in shown) == sorted(example["answer"])


def printed(entity):
    """Return what AWS printed of an entity: the ARN of a trial component, the source of all others."""
    return entity.arn if entity.lineage_type is LineageType.TRIAL_COMPONENT else entity.source_uri
