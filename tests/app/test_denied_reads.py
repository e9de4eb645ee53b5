"""Whatever is denied, the page is never quieter than the truth.

Each operation that the explorer sends is denied, alone and with another. What an address then says is compared
with what it says when everything may be read: where anything is missing or different, the operation must be
named in the same part of the page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest

from lineage_explorer.graph.model import Arn
from sagemaker_account.fault_injection import Service
from sagemaker_account.transport import connect
from tests.support.demo_entities import production_endpoint
from tests.support.demo_file import open_demo
from tests.support.html_tree import parse_html
from tests.support.page_texts import ExplorerTexts, PageTexts, find_denied_names, read_saved_page
from tests.support.question_accounts import demo_arns
from tests.support.sent_operations import list_texts
from visualizer import Visualizer

DENIABLE = (
    *("QueryLineage", "ListAssociations", "ListTags", "Search", "ListTrials"),
    *("DescribeArtifact", "DescribeAction", "DescribeContext", "DescribeTrialComponent"),
    *("ListArtifacts", "ListActions", "ListContexts", "ListTrialComponents"),
    *("DescribeEndpoint", "DescribeModelPackage", "DescribePipelineExecution", "DescribeFeatureGroup"),
    *("DescribeTrainingJob", "DescribeProcessingJob", "DescribeTransformJob"),
    *("ListPipelineExecutionSteps", "ListPipelines", "ListEndpoints", "ListFeatureGroups"),
    *(
        "ListModelPackageGroups",
        "ListModelPackages",
        "DescribeEndpointConfig",
        "ListEndpointConfigs",
        "DescribeModel",
    ),
    *("DescribeInferenceComponent", "DescribeModelCard", "DescribeHubContent", "DescribeAutoMLJobV2"),
    *("ListTrainingJobsForHyperParameterTuningJob", "ListLineageGroups"),
)

SELDOM = {
    "ListTrials": "where Search is denied",
    "DescribeTrainingJob": "for a trial component without a status of its own",
    "DescribeProcessingJob": "the same",
    "DescribeTransformJob": "the same",
    "ListFeatureGroups": "in accounts too large for the newest entities",
    "ListModelPackageGroups": "the same",
    "ListPipelines": "the same",
    "ListEndpointConfigs": "for the name of a deployment, in such accounts",
    "DescribeEndpointConfig": "where such a resource is the start",
    "DescribeModel": "the same",
    "DescribeInferenceComponent": "the same",
    "DescribeModelCard": "the same",
    "DescribeHubContent": "the same",
    "DescribeAutoMLJobV2": "the same",
    "ListTrainingJobsForHyperParameterTuningJob": "the same",
    "ListLineageGroups": "where several accounts are configured",
}
"""Operations that no address below sends while nothing is denied, and when they are sent."""

Parts = dict[str, PageTexts]


@dataclass(frozen=True, eq=False)
class Demo:
    """The demo account, and the addresses at which it is looked at."""

    account: Service
    folder: Path
    arns: dict[str, Arn]

    def open(self, *deny: str) -> ExplorerTexts:
        """Return an explorer that has read nothing yet."""
        return ExplorerTexts(self.account, self.folder, deny)

    @cache  # noqa: B019 - lives as long as the module
    def look(self, name: str, *deny: str) -> tuple[Parts, frozenset[str]]:
        """Return what an address says, by parts, and the operations that were sent."""
        texts = self.open(*deny)
        return ADDRESSES[name](texts, self.arns), frozenset(texts.sent)


def tell_page(query: str) -> Callable[[ExplorerTexts, dict[str, Arn]], Parts]:
    """Return a function that tells all parts of a page at an address."""

    def tell(texts: ExplorerTexts, arns: dict[str, Arn]) -> Parts:
        search = "?" + query.format(**arns)
        start = re.search(r"start=([^&]+)", search)
        assert start
        return {
            **texts.tell_screen(search),
            "facts": texts.tell_facts(search),
            "saved page": texts.tell_saved_page(search),
            "around": texts.tell_around(search, start[1]),
        }

    return tell


ADDRESSES: dict[str, Callable[[ExplorerTexts, dict[str, Arn]], Parts]] = {
    "first screen": lambda texts, _: texts.tell_screen(""),
    "typed name": lambda texts, _: {"suggestions": texts.tell_suggestions("churn")},
    "pasted execution": lambda texts, _: {
        "start": texts.tell_start(f"?start={_ACCOUNT}:pipeline/customer-churn/execution/lmgjrcdo25eh")
    },
    "pasted feature group": lambda texts, _: {
        "start": texts.tell_start(f"?start={_ACCOUNT}:feature-group/merchant-risk")
    },
    "endpoint": tell_page("start={production}"),
    "endpoint, small": tell_page("start={ep}"),
    "data set downstream": tell_page("start={train}&direction=Descendants"),
    "everything around": tell_page("start={ep}&direction=Both"),
    "table": tell_page("start={production}&view=table"),
    "table of a group": tell_page("start={grp}&view=table"),
    "filtered table": tell_page("start={ep}&type=Approval&view=table"),
    "hidden jobs": tell_page("start={mp}&hide=job"),
    "colors of approvals": tell_page("start={ep}&lens=approval"),
    "colors of status": tell_page("start={ep}&lens=status"),
    "hidden names": tell_page("start={ep}&share=1"),
    "paths": tell_page("start={ep}&between={train}&between={ep}"),
    "expanded": tell_page("start={train}&depth=1&grow=down:{tcT}"),
    "approval": tell_page("start={appr}"),
    "who approved": tell_page("start={production}&question=package-approvals"),
    "who approved the group": tell_page("start={grp}&question=package-approvals"),
    "approved package": tell_page("start={appr}&question=approval-model-package"),
    "actions": tell_page("start={ep}&question=context-actions"),
    "endpoints": tell_page("start={raw}&question=dataset-endpoints"),
    "models": tell_page("start={train}&question=dataset-models"),
    "jobs": tell_page("start={production}&question=endpoint-jobs"),
    "execution": tell_page("start={tcT}&question=job-pipeline-execution"),
    "executions of the group": tell_page("start={grp}&question=model-group-pipeline-execution"),
    "trials": tell_page("start={train}&question=artifact-downstream-trials"),
    "same source": tell_page("start={raw}&question=uri-artifacts"),
    "impact": tell_page("start={raw}&question=blast-radius"),
}
"""What the account is looked at for."""

_ACCOUNT = "arn:aws:sagemaker:us-west-2:000000000000"

PAIRED = (
    "endpoint, small",
    "table of a group",
    "who approved",
    "endpoints",
    "execution",
    "trials",
    "approval",
)
"""The addresses at which operations are denied in pairs; without `QueryLineage` there is no picture at all."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> Iterator[Demo]:
    folder = tmp_path_factory.mktemp("denied")
    with open_demo(folder) as account:
        client = connect(account)
        yield Demo(account, folder, {**demo_arns(client), "production": Arn(production_endpoint(client))})


def list_lost_places(whole: PageTexts, told: PageTexts) -> list[tuple[str, ...]]:
    """Return where a part no longer says the same; what is added is not a loss."""
    return [place for place, text in whole.values.items() if text and told.values.get(place) != text]


def find_silence(whole: Parts, told: Parts) -> dict[str, list[str]]:
    """Return the losses of parts in which nothing is said to be denied.

    A part that is missing altogether must be explained where the picture would be.
    """
    silent: dict[str, list[str]] = {}
    for part, texts in whole.items():
        now = told.get(part) or told.get("picture", PageTexts())
        lost = list_lost_places(texts, now)
        if lost and not now.denied:
            silent[part] = [f"{texts.values[place]!r} became {now.values.get(place)!r}" for place in lost]
    return silent


def list_unnamed(whole: Parts, told: Parts, alone: Mapping[str, Parts]) -> list[tuple[str, str]]:
    """Return parts and operations that changed them and are not named.

    Args:
        whole: What is said when everything may be read.
        told: What is said when two operations are denied.
        alone: What is said when only one of them is. What both would change tells nothing of either.
    """
    unnamed = []
    for part, texts in told.items():
        now = {place for place in list_lost_places(whole[part], texts) if place in texts.values}
        lost = {
            operation: set(list_lost_places(whole[part], parts[part]))
            for operation, parts in alone.items()
            if part in parts
        }
        for operation, places in lost.items():
            others = set().union(*(more for other, more in lost.items() if other != operation))
            if now & places - others and operation not in texts.denied:
                unnamed.append((part, operation))
    return unnamed


def list_lost_columns(whole: Parts, told: Parts) -> dict[str, list[str]]:
    """Return the columns that a table no longer has."""
    return {
        part: lost
        for part, texts in whole.items()
        if texts.columns
        and part in told
        and told[part].columns
        and (lost := [title for title in texts.columns if title not in told[part].columns])
    }


def list_repeated(told: Parts) -> dict[str, list[str]]:
    """Return the causes that a part says in full more than once."""
    return {
        part: repeated
        for part, texts in told.items()
        if (
            repeated := [
                name
                for name, count in Counter(
                    re.findall(r"sagemaker:(\w+) was denied", " ".join(texts.gaps))
                ).items()
                if count > 1
            ]
        )
    }


def list_unfinished(told: Parts) -> list[str]:
    """Return notes that a final page may not have: names to come, numbers below zero."""
    return [gap for texts in told.values() for gap in texts.gaps if re.search(r"still loading|^-\d", gap)]


def list_addresses(demo: Demo, operation: str) -> list[str]:
    """Return the addresses that send an operation while nothing is denied."""
    return [name for name in ADDRESSES if operation in demo.look(name)[1]]


def test_every_operation_that_the_explorer_sends_is_denied_here(demo):
    names = connect(demo.account).meta.service_model.operation_names
    assert set(DENIABLE) == list_texts() & frozenset(names)


def test_every_operation_is_sent_at_some_address_or_known_to_be_seldom(demo):
    sent = frozenset().union(*(demo.look(name)[1] for name in ADDRESSES))
    assert set(DENIABLE) - sent == set(SELDOM)


@pytest.mark.parametrize("operation", DENIABLE)
def test_denied_operation_is_named_where_anything_is_missing(demo, operation):
    addresses = list_addresses(demo, operation)
    assert not addresses or any(operation in demo.look(name, operation)[1] for name in addresses)
    for name in addresses:
        whole, _ = demo.look(name)
        told, _ = demo.look(name, operation)
        assert find_silence(whole, told) == {}, name
        assert list_lost_columns(whole, told) == {}, name
        assert list_repeated(told) == {}, name
        assert list_unfinished(told) == [], name
        assert frozenset().union(*(part.denied for part in told.values())) <= {operation}, name


@pytest.mark.parametrize("name", PAIRED)
def test_two_denied_operations_are_both_named_where_each_alone_is(demo, name):
    """The second is denied only where it is sent at all, now or because the first is denied."""
    whole, sent = demo.look(name)
    for pair in combinations(DENIABLE[1:], 2):
        alone = {operation: demo.look(name, operation)[0] for operation in pair if operation in sent}
        sent_then = sent.union(*(demo.look(name, operation)[1] for operation in alone))
        if not sent_then.issuperset(pair):
            continue
        told, _ = demo.look(name, *pair)
        assert find_silence(whole, told) == {}, pair
        assert list_lost_columns(whole, told) == {}, pair
        assert list_unfinished(told) == [], pair
        assert list_unnamed(whole, told, alone) == [], pair


@pytest.mark.parametrize("kind", ["Artifact", "Action", "Context", "TrialComponent"])
def test_page_of_a_notebook_names_what_it_may_not_describe(demo, tmp_path, kind):
    response = connect(demo.account).query_lineage(
        StartArns=[demo.arns["ep"]], Direction="Ascendants", IncludeEdges=True
    )
    whole, told = (
        read_saved_page(
            parse_html(
                Visualizer(connect(demo.account, deny=deny, retries={"total_max_attempts": 1}))
                .render(response, "Endpoint", start=demo.arns["ep"], folder=tmp_path)
                .path.read_text(encoding="utf-8")
            )
        )
        for deny in ((), (f"Describe{kind}", f"List{kind}s"))
    )
    assert list_lost_places(whole, told)
    assert told.denied == {f"Describe{kind}"}


def test_unreadable_approver_is_said_once_and_beside_the_decision(demo):
    told, _ = demo.look("who approved", "DescribeAction")
    sentence = told["answer"].values["sentence",]
    assert sentence.count("approver not readable: access denied to DescribeAction") == 1
    assert "By" in told["answer"].columns
    assert find_denied_names(" ".join(told["saved page"].gaps)) == {"DescribeAction"}
