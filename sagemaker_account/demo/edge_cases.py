"""Edge cases of real accounts: leftovers, mistakes and unusual spellings.

Each of them has broken a lineage tool, or could.
"""

from sagemaker_account.demo.arn_names import build_arn
from sagemaker_account.demo.lineage_builder import DemoBuilder
from sagemaker_account.demo.users import JUNE, MARA, PRIYA, TOMAS

BUCKET = "s3://orchard-telecom-ml-sandbox"
MAX_NAME_LENGTH = 120
"""Greatest length of a name, in characters."""
MARKUP = "<script>alert(1)</script>"


def write(builder: DemoBuilder) -> None:
    """Write the team's sandbox, February to April 2026."""
    sandbox = builder.with_tags(team="sandbox")
    _write_cycle(sandbox.with_caller(MARA).at_time("2026-02-18T16:20"))
    _write_longest_names(sandbox.with_caller(TOMAS).at_time("2026-02-25T11:00"))
    _write_scripts_and_markup(sandbox.with_caller(JUNE).at_time("2026-03-03T10:10"))
    _write_custom_types(sandbox.with_caller(PRIYA).at_time("2026-03-10T14:45"))
    _write_untyped_entities(sandbox.with_caller(MARA).at_time("2026-03-12T09:00"))
    _write_similar_sources(sandbox.with_caller(TOMAS).at_time("2026-03-20T17:30"))
    _write_isolated_entity(sandbox.with_caller(JUNE).at_time("2026-04-01T08:15"))


def _write_cycle(builder: DemoBuilder) -> None:
    """Associate a model and its job in both directions.

    A published notebook does this by mistake.
    """
    model = builder.create_artifact(f"{BUCKET}/retail/output/model.tar.gz", "Model")
    job = builder.create_trial_component(
        "retail-recommend-2026-02-18-aws-training-job", DisplayName="retail-recommend"
    )
    builder.associate(model.arn, job, "Produced")
    builder.associate(job, model.arn, "Produced")


def _write_longest_names(builder: DemoBuilder) -> None:
    """Write an entity of each kind with the longest allowed name."""
    data = builder.create_artifact(
        f"{BUCKET}/sweep/{'grid/' * 60}part-0.csv", "DataSet", ArtifactName=_build_long_name("sweep-data")
    )
    job = builder.create_trial_component(
        _build_long_name("sweep-run"), DisplayName=_build_long_name("sweep-display")
    )
    action = builder.create_action(_build_long_name("sweep-review"), "Review", build_arn("pipeline", "sweep"))
    context = builder.create_context(
        _build_long_name("sweep_context"), "Sweep", build_arn("pipeline", "sweep")
    )
    builder.associate(data.arn, job)
    builder.associate(job, action)
    builder.associate(action, context, "AssociatedWith")


def _write_scripts_and_markup(builder: DemoBuilder) -> None:
    """Write text in many scripts, and markup.

    The service accepts any text in these sources, types, descriptions and properties.
    """
    survey = builder.create_artifact(
        f"{BUCKET}/enquêtes/été 2026/客户流失 — résumé 📊.csv",
        "DataSet",
        Properties={"Übersicht": "Größe: 4 711 Zeilen", "説明": "解約アンケート", "note": MARKUP},
    )
    report = builder.create_artifact(f'{BUCKET}/{MARKUP}/"quoted" & more.html', "Report <b>draft</b>")
    action = builder.create_action(
        "survey-cleanup",
        "Cleanup",
        f"{BUCKET}/notebooks/clean.ipynb?x=1&y='2'",
        Description=f"Removed free text {MARKUP} from the survey; see <a href='javascript:alert(2)'>it</a>",
        Status="Failed",
        Properties={"<img src=x onerror=alert(3)>": "&lt;already escaped&gt;"},
    )
    builder.associate(survey.arn, action)
    builder.associate(action, report.arn, "Produced")


def _write_custom_types(builder: DemoBuilder) -> None:
    """Write entities with custom types of published samples.

    One of them is `Dataset`, which differs from `DataSet`.
    """
    data = builder.create_artifact(
        f"{BUCKET}/lineage-sample/train.csv", "Dataset", ArtifactName="fraud-train-data"
    )
    test_data = builder.create_artifact(
        f"{BUCKET}/lineage-sample/test.csv", "TestData", ArtifactName="fraud-test-data"
    )
    code = builder.create_artifact(
        "https://git.orchard-telecom.example/ml/sandbox/blob/main/train.py", "Code"
    )
    features = builder.create_artifact(build_arn("feature-group", "customer-profile"), "FeatureGroup")
    build = builder.create_action(
        "sandbox-model-build", "ModelBuild", build_arn("pipeline", "sandbox"), Status="Unknown"
    )
    workflow = builder.create_context("sandbox_workflow", "MLWorkflow", build_arn("pipeline", "sandbox"))
    # The first registration of a source determines its type: here a training output registered as data.
    model = builder.create_artifact(f"{BUCKET}/lineage-sample/output/model.tar.gz", "DataSet")
    for artifact in (data, test_data, code, features):
        builder.associate(artifact.arn, build)
    builder.associate(build, model.arn, "Produced")
    builder.associate(build, workflow, "AssociatedWith")


def _write_untyped_entities(builder: DemoBuilder) -> None:
    """Write entities without type or name, and an untyped association."""
    blob = builder.create_artifact(f"{BUCKET}/scratch/untitled", "")
    copy = builder.create_artifact(f"{BUCKET}/scratch/untitled-copy", "")
    note = builder.create_trial_component("scratch-notes")
    builder.associate(blob.arn, copy.arn, "DerivedFrom")
    builder.associate(copy.arn, note, None)


def _write_similar_sources(builder: DemoBuilder) -> None:
    """Write artifacts that differ only in source types or trailing slash."""
    uri = f"{BUCKET}/exports/weekly.csv"
    first = builder.create_artifact(
        uri, "DataSet", source_types=[("S3ETag", "d41d8cd98f00b204e9800998ecf8427e")]
    )
    second = builder.create_artifact(
        uri, "DataSet", source_types=[("MD5Hash", "9e107d9d372bb6826bd81d3542a419d6")]
    )
    folder = builder.create_artifact(f"{BUCKET}/exports/archive/", "DataSet")
    same_folder = builder.create_artifact(f"{BUCKET}/exports/archive", "DataSet")
    builder.associate(first.arn, second.arn, "DerivedFrom")
    builder.associate(second.arn, folder.arn, "AssociatedWith")
    builder.associate(folder.arn, same_folder.arn, "SameAs")


def _write_isolated_entity(builder: DemoBuilder) -> None:
    """Write an entity without associations."""
    builder.create_artifact(f"{BUCKET}/forgotten/holdout-2025.csv", "DataSet", ArtifactName="holdout-2025")


def _build_long_name(start: str) -> str:
    ending = "-0042"
    words = start + "-learning-rate-depth-subsample-gamma" * 4
    return words[: MAX_NAME_LENGTH - len(ending)] + ending
