"""Every question about the reference graph, through boto3."""

import pytest

from lineage_explorer.questions.registry import QUESTIONS, get_question
from sagemaker_account import demo
from tests.support.question_accounts import build_services, demo_account, reference_account


@pytest.fixture(scope="module", params=["reference", "demo"])
def subject(request, tmp_path_factory, boto):
    make = {"reference": reference_account, "demo": demo_account}[request.param]
    with make(tmp_path_factory.mktemp("questions"), boto) as subject:
        yield subject


@pytest.fixture(scope="module")
def demo_subject(tmp_path_factory, boto):
    with demo_account(tmp_path_factory.mktemp("demo"), boto) as subject:
        yield subject


UPSTREAM_OF_EP = {
    "appr",
    "code",
    "dep",
    "imgP",
    "imgX",
    "modeltar",
    "mp",
    "raw",
    "tcP",
    "tcT",
    "train",
    "val",
}
DOWNSTREAM_OF_RAW = {
    *("batchout", "dep", "ep", "evalout", "grp", "modeltar", "mp"),
    *("tcB", "tcE", "tcP", "tcT", "test", "train", "val"),
}

EXPECTED = [
    ("model-datasets", "mp", {"code", "raw", "train", "val"}),
    ("model-datasets", "modeltar", {"code", "raw", "train", "val"}),
    ("endpoint-jobs", "ep", {"tcP", "tcT"}),
    ("dataset-models", "train", {"modeltar", "mp"}),
    ("dataset-models", "test", set()),
    ("model-endpoints", "mp", {"ep"}),
    ("dataset-endpoints", "raw", {"ep"}),
    ("relationships", "ep", UPSTREAM_OF_EP),
    ("artifact-downstream-trials", "train", {"tcT", "tcE", "tcB"}),
    ("artifact-upstream-trials", "mp", {"tcP", "tcT"}),
    ("uri-artifacts", "raw", {"raw"}),
    ("dataset-upstream", "train", {"code", "raw"}),
    ("dataset-downstream", "raw", {"batchout", "evalout", "test", "train", "val"}),
    ("image-datasets", "imgX", {"train", "val", "test", "batchin"}),
    ("context-actions", "ep", {"appr", "dep"}),
    ("context-actions", "grp", {"appr"}),
    ("endpoint-processing-jobs", "ep", {"tcP"}),
    ("endpoint-transform-jobs", "ep", {"tcB"}),
    ("endpoint-trial-components", "ep", {"tcP", "tcT"}),
    ("action-artifacts", "dep", {"mp", "modeltar", "imgX"}),
    ("action-artifacts", "appr", {"mp"}),
    ("approval-datasets", "appr", {"code", "raw", "train", "val"}),
    ("approval-model-package", "appr", {"mp"}),
    ("approval-endpoints", "appr", {"ep"}),
    ("trial-component-datasets", "tcT", {"code", "raw", "train", "val"}),
    ("trial-component-models", "tcT", {"modeltar", "mp"}),
    ("trial-component-models", "tcP", {"modeltar", "mp"}),
    ("picture", "ep", UPSTREAM_OF_EP),
    ("endpoint-models", "ep", {"modeltar", "mp"}),
    ("endpoint-datasets", "ep", {"code", "raw", "train", "val"}),
    ("endpoint-siblings", "ep", set()),
    ("group-packages", "grp", {"mp"}),
    ("package-approvals", "mp", {"appr"}),
    ("package-approvals", "modeltar", {"appr"}),
    ("package-approvals", "grp", {"appr"}),
    ("package-approvals", "dep", {"appr"}),
    ("package-approvals", "ep", {"appr"}),
    ("model-siblings", "mp", set()),
    ("blast-radius", "raw", DOWNSTREAM_OF_RAW),
    ("pipeline-feature-groups", "ep", set()),
]
"""What each question answers of which entity; where the data file of the reference has it, as recorded."""

TAGGED = {
    "job-pipeline-execution",
    "model-group-pipeline-execution",
    "trial-component-pipeline-execution",
}
"""Questions that tags answer, which the reference graph does not have; the demo's jobs do."""


@pytest.mark.parametrize(("slug", "start", "keys"), EXPECTED, ids=lambda v: v if isinstance(v, str) else "")
def test_question_gives_the_recorded_answer(subject, slug, start, keys):
    answer = subject.ask(slug, start)

    assert subject.keys(answer) == keys
    assert (answer.question_slug, answer.start, answer.gaps) == (slug, subject.arns[start], ())


def test_every_question_has_a_recorded_answer():
    assert {slug for slug, _, _ in EXPECTED} | TAGGED == {question.slug for question in QUESTIONS}


@pytest.mark.parametrize(
    ("slug", "start", "depth", "keys"),
    [
        ("model-datasets", "modeltar", 2, {"train", "val"}),
        ("model-datasets", "mp", 3, {"train", "val"}),
        ("trial-component-datasets", "tcT", 1, {"train", "val"}),
    ],
)
def test_depth_one_finds_only_direct_inputs(subject, slug, start, depth, keys):
    assert subject.keys(subject.ask(slug, start, depth=depth)) == keys


@pytest.mark.parametrize(
    ("slug", "start"),
    [
        *(("job-pipeline-execution", key) for key in ("tcT", "tcP", "tcB", "modeltar", "mp", "ep")),
        ("trial-component-pipeline-execution", "tcT"),
        ("model-group-pipeline-execution", "grp"),
    ],
)
def test_a_pipeline_execution_is_found_by_the_tags_of_jobs(demo_subject, slug, start):
    (found,) = demo_subject.ask(slug, start).items

    assert found.arn is None
    assert found.identifier.rpartition("/")[2] in demo.REFERENCE["train"]
    assert ":pipeline/abalone/execution/" in found.identifier


@pytest.mark.parametrize(
    ("slug", "start"),
    [
        ("job-pipeline-execution", "tcT"),
        ("trial-component-pipeline-execution", "tcT"),
        ("model-group-pipeline-execution", "grp"),
    ],
)
def test_a_start_without_tags_has_no_pipeline_execution(tmp_path, boto, slug, start):
    with reference_account(tmp_path, boto) as subject:
        answer = subject.ask(slug, start)

    assert answer.items == ()
    assert answer.sentence.startswith(f"No pipeline execution is known for {start}: ")


@pytest.mark.parametrize(
    ("slug", "start", "direction", "depth", "lineage_type"),
    [
        ("dataset-models", "test", "Descendants", 10, "Artifact"),
        ("dataset-endpoints", "batchout", "Descendants", 10, "Context"),
        ("dataset-upstream", "raw", "Ascendants", 10, "Artifact"),
        ("dataset-downstream", "batchout", "Descendants", 10, "Artifact"),
        ("image-datasets", "grp", "Both", 2, "Artifact"),
        ("approval-datasets", "dep", "Both", 4, "Artifact"),
        ("endpoint-transform-jobs", "raw", "Ascendants", 10, "Artifact"),
        ("package-approvals", "batchin", "Ascendants", 1, "Action"),
        ("trial-component-models", "tcE", "Descendants", 10, "Artifact"),
    ],
)
def test_an_empty_answer_offers_any_type(subject, slug, start, direction, depth, lineage_type):
    answer = subject.ask(slug, start)

    assert answer.items == ()
    query = answer.wider.query
    assert (query.start, query.direction, query.depth) == (subject.arns[start], direction, depth)
    assert (query.filters.types, query.filters.lineage_types) == ((), (lineage_type,))
    assert answer.wider.sentence.startswith("Types can be wrong: whoever registers a source first")


@pytest.mark.parametrize(("slug", "start"), [(slug, start) for slug, start, _ in EXPECTED])
def test_results_are_the_matches_of_the_graph(subject, slug, start):
    answer = subject.ask(slug, start)
    if answer.graph is None:
        assert slug == "uri-artifacts"
        return

    others = answer.graph.matches - {answer.start}
    assert others == {item.arn for item in answer.items}
    assert others <= answer.graph.vertices.keys()


@pytest.mark.parametrize(("slug", "start"), [(slug, start) for slug, start, _ in EXPECTED])
def test_listed_requests_are_the_sent_requests(subject, slug, start):
    noted = subject.noted()
    answer = get_question(slug).ask(build_services(noted.client), subject.arns[start])

    said = [(request.operation, dict(request.parameters)) for request in answer.requests]
    probes = [("ListArtifacts", {"MaxResults": 1})]  # whose account it is, asked where something is gone
    assert [sent for sent in noted.sent if sent not in said + probes] == []
    assert [request for request in said if request not in noted.sent] == []
