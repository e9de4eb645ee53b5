"""Edge cases of real accounts: leftovers, mistakes and unusual spellings.

Each of them has broken a lineage tool, or could.
"""

from account.demo.author import Author
from account.demo.naming import arn
from account.demo.people import JUNE, MARA, PRIYA, TOMAS

BUCKET = "s3://orchard-telecom-ml-sandbox"
LONGEST = 120
"""Greatest length of a name, in characters."""
MARKUP = "<script>alert(1)</script>"


def write(author: Author) -> None:
    """Write the team's sandbox, February to April 2026."""
    sandbox = author.tagged(team="sandbox")
    _model_that_made_its_own_maker(sandbox.by(MARA).at("2026-02-18T16:20"))
    _names_at_the_limit(sandbox.by(TOMAS).at("2026-02-25T11:00"))
    _letters_and_markup(sandbox.by(JUNE).at("2026-03-03T10:10"))
    _types_of_their_own(sandbox.by(PRIYA).at("2026-03-10T14:45"))
    _no_type_at_all(sandbox.by(MARA).at("2026-03-12T09:00"))
    _one_place_twice(sandbox.by(TOMAS).at("2026-03-20T17:30"))
    _alone(sandbox.by(JUNE).at("2026-04-01T08:15"))


def _model_that_made_its_own_maker(builder: Author) -> None:
    """Associate a model and its job in both directions.

    A published notebook does this by mistake.
    """
    model = builder.artifact(f"{BUCKET}/retail/output/model.tar.gz", "Model")
    job = builder.trial_component(
        "retail-recommend-2026-02-18-aws-training-job", DisplayName="retail-recommend"
    )
    builder.link(model.arn, job, "Produced")
    builder.link(job, model.arn, "Produced")


def _names_at_the_limit(builder: Author) -> None:
    """Write an entity of each kind with the longest allowed name."""
    data = builder.artifact(
        f"{BUCKET}/sweep/{'grid/' * 60}part-0.csv", "DataSet", ArtifactName=_long("sweep-data")
    )
    job = builder.trial_component(_long("sweep-run"), DisplayName=_long("sweep-display"))
    action = builder.action(_long("sweep-review"), "Review", arn("pipeline", "sweep"))
    context = builder.context(_long("sweep_context"), "Sweep", arn("pipeline", "sweep"))
    builder.link(data.arn, job)
    builder.link(job, action)
    builder.link(action, context, "AssociatedWith")


def _letters_and_markup(builder: Author) -> None:
    """Write text in many scripts, and markup.

    The service accepts any text in these sources, types, descriptions and properties.
    """
    survey = builder.artifact(
        f"{BUCKET}/enquêtes/été 2026/客户流失 — résumé 📊.csv",
        "DataSet",
        Properties={"Übersicht": "Größe: 4 711 Zeilen", "説明": "解約アンケート", "note": MARKUP},
    )
    report = builder.artifact(f'{BUCKET}/{MARKUP}/"quoted" & more.html', "Report <b>draft</b>")
    action = builder.action(
        "survey-cleanup",
        "Cleanup",
        f"{BUCKET}/notebooks/clean.ipynb?x=1&y='2'",
        Description=f"Removed free text {MARKUP} from the survey; see <a href='javascript:alert(2)'>it</a>",
        Status="Failed",
        Properties={"<img src=x onerror=alert(3)>": "&lt;already escaped&gt;"},
    )
    builder.link(survey.arn, action)
    builder.link(action, report.arn, "Produced")


def _types_of_their_own(builder: Author) -> None:
    """Write entities with custom types of published samples.

    One of them is `Dataset`, which differs from `DataSet`.
    """
    data = builder.artifact(f"{BUCKET}/lineage-sample/train.csv", "Dataset", ArtifactName="fraud-train-data")
    test_data = builder.artifact(
        f"{BUCKET}/lineage-sample/test.csv", "TestData", ArtifactName="fraud-test-data"
    )
    code = builder.artifact("https://git.orchard-telecom.example/ml/sandbox/blob/main/train.py", "Code")
    features = builder.artifact(arn("feature-group", "customer-profile"), "FeatureGroup")
    build = builder.action("sandbox-model-build", "ModelBuild", arn("pipeline", "sandbox"), Status="Unknown")
    workflow = builder.context("sandbox_workflow", "MLWorkflow", arn("pipeline", "sandbox"))
    # The first registration of a source determines its type: here a training output registered as data.
    model = builder.artifact(f"{BUCKET}/lineage-sample/output/model.tar.gz", "DataSet")
    for artifact in (data, test_data, code, features):
        builder.link(artifact.arn, build)
    builder.link(build, model.arn, "Produced")
    builder.link(build, workflow, "AssociatedWith")


def _no_type_at_all(builder: Author) -> None:
    """Write entities without type or name, and an untyped association."""
    blob = builder.artifact(f"{BUCKET}/scratch/untitled", "")
    copy = builder.artifact(f"{BUCKET}/scratch/untitled-copy", "")
    note = builder.trial_component("scratch-notes")
    builder.link(blob.arn, copy.arn, "DerivedFrom")
    builder.link(copy.arn, note, None)


def _one_place_twice(builder: Author) -> None:
    """Write artifacts that differ only in source types or trailing slash."""
    uri = f"{BUCKET}/exports/weekly.csv"
    first = builder.artifact(uri, "DataSet", source_types=[("S3ETag", "d41d8cd98f00b204e9800998ecf8427e")])
    second = builder.artifact(uri, "DataSet", source_types=[("MD5Hash", "9e107d9d372bb6826bd81d3542a419d6")])
    folder = builder.artifact(f"{BUCKET}/exports/archive/", "DataSet")
    same_folder = builder.artifact(f"{BUCKET}/exports/archive", "DataSet")
    builder.link(first.arn, second.arn, "DerivedFrom")
    builder.link(second.arn, folder.arn, "AssociatedWith")
    builder.link(folder.arn, same_folder.arn, "SameAs")


def _alone(builder: Author) -> None:
    """Write an entity without associations."""
    builder.artifact(f"{BUCKET}/forgotten/holdout-2025.csv", "DataSet", ArtifactName="holdout-2025")


def _long(start: str) -> str:
    ending = "-0042"
    words = start + "-learning-rate-depth-subsample-gamma" * 4
    return words[: LONGEST - len(ending)] + ending
