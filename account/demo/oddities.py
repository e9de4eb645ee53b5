"""What real accounts hold beside their pipelines: leftovers, mistakes, other people's spellings.

Each of them has broken a lineage tool before, or could.
"""

from account.demo.author import Author
from account.demo.naming import arn
from account.demo.people import JUNE, MARA, PRIYA, TOMAS

BUCKET = "s3://orchard-telecom-ml-sandbox"
LONGEST = 120
"""Characters that a name may have."""
MARKUP = "<script>alert(1)</script>"


def write(author: Author) -> None:
    """Write the sandbox of the team, February to April 2026."""
    sandbox = author.tagged(team="sandbox")
    _model_that_made_its_own_maker(sandbox.by(MARA).at("2026-02-18T16:20"))
    _names_at_the_limit(sandbox.by(TOMAS).at("2026-02-25T11:00"))
    _letters_and_markup(sandbox.by(JUNE).at("2026-03-03T10:10"))
    _types_of_their_own(sandbox.by(PRIYA).at("2026-03-10T14:45"))
    _no_type_at_all(sandbox.by(MARA).at("2026-03-12T09:00"))
    _one_place_twice(sandbox.by(TOMAS).at("2026-03-20T17:30"))
    _alone(sandbox.by(JUNE).at("2026-04-01T08:15"))


def _model_that_made_its_own_maker(author: Author) -> None:
    """Associate a model and its job both ways, as a published notebook does by mistake."""
    model = author.artifact(f"{BUCKET}/retail/output/model.tar.gz", "Model")
    job = author.trial_component(
        "retail-recommend-2026-02-18-aws-training-job", DisplayName="retail-recommend"
    )
    author.link(model.arn, job, "Produced")
    author.link(job, model.arn, "Produced")


def _names_at_the_limit(author: Author) -> None:
    """Write one entity of each kind whose name is as long as the service allows."""
    data = author.artifact(
        f"{BUCKET}/sweep/{'grid/' * 60}part-0.csv", "DataSet", ArtifactName=_long("sweep-data")
    )
    job = author.trial_component(_long("sweep-run"), DisplayName=_long("sweep-display"))
    action = author.action(_long("sweep-review"), "Review", arn("pipeline", "sweep"))
    context = author.context(_long("sweep_context"), "Sweep", arn("pipeline", "sweep"))
    author.link(data.arn, job)
    author.link(job, action)
    author.link(action, context, "AssociatedWith")


def _letters_and_markup(author: Author) -> None:
    """Write sources and properties in many scripts, and markup where the service takes any text."""
    survey = author.artifact(
        f"{BUCKET}/enquêtes/été 2026/客户流失 — résumé 📊.csv",
        "DataSet",
        Properties={"Übersicht": "Größe: 4 711 Zeilen", "説明": "解約アンケート", "note": MARKUP},
    )
    page = author.artifact(f'{BUCKET}/{MARKUP}/"quoted" & more.html', "Report <b>draft</b>")
    action = author.action(
        "survey-cleanup",
        "Cleanup",
        f"{BUCKET}/notebooks/clean.ipynb?x=1&y='2'",
        Description=f"Removed free text {MARKUP} from the survey; see <a href='javascript:alert(2)'>it</a>",
        Status="Failed",
        Properties={"<img src=x onerror=alert(3)>": "&lt;already escaped&gt;"},
    )
    author.link(survey.arn, action)
    author.link(action, page.arn, "Produced")


def _types_of_their_own(author: Author) -> None:
    """Write the types that published samples invent, and `Dataset`, which is another type than `DataSet`."""
    data = author.artifact(f"{BUCKET}/lineage-sample/train.csv", "Dataset", ArtifactName="fraud-train-data")
    tested = author.artifact(f"{BUCKET}/lineage-sample/test.csv", "TestData", ArtifactName="fraud-test-data")
    code = author.artifact("https://git.orchard-telecom.example/ml/sandbox/blob/main/train.py", "Code")
    features = author.artifact(arn("feature-group", "customer-profile"), "FeatureGroup")
    build = author.action("sandbox-model-build", "ModelBuild", arn("pipeline", "sandbox"), Status="Unknown")
    workflow = author.context("sandbox_workflow", "MLWorkflow", arn("pipeline", "sandbox"))
    # What first registered a source decides its type: here a training output that was taken for data.
    model = author.artifact(f"{BUCKET}/lineage-sample/output/model.tar.gz", "DataSet")
    for artifact in (data, tested, code, features):
        author.link(artifact.arn, build)
    author.link(build, model.arn, "Produced")
    author.link(build, workflow, "AssociatedWith")


def _no_type_at_all(author: Author) -> None:
    """Write entities without a type or a name, and an association without a type."""
    blob = author.artifact(f"{BUCKET}/scratch/untitled", "")
    copy = author.artifact(f"{BUCKET}/scratch/untitled-copy", "")
    note = author.trial_component("scratch-notes")
    author.link(blob.arn, copy.arn, "DerivedFrom")
    author.link(copy.arn, note, None)


def _one_place_twice(author: Author) -> None:
    """Write artifacts that differ only in their source types, or only in a trailing slash."""
    place = f"{BUCKET}/exports/weekly.csv"
    first = author.artifact(place, "DataSet", source_types=[("S3ETag", "d41d8cd98f00b204e9800998ecf8427e")])
    second = author.artifact(place, "DataSet", source_types=[("MD5Hash", "9e107d9d372bb6826bd81d3542a419d6")])
    folder = author.artifact(f"{BUCKET}/exports/archive/", "DataSet")
    same_folder = author.artifact(f"{BUCKET}/exports/archive", "DataSet")
    author.link(first.arn, second.arn, "DerivedFrom")
    author.link(second.arn, folder.arn, "AssociatedWith")
    author.link(folder.arn, same_folder.arn, "SameAs")


def _alone(author: Author) -> None:
    """Write an entity that nothing is associated with."""
    author.artifact(f"{BUCKET}/forgotten/holdout-2025.csv", "DataSet", ArtifactName="holdout-2025")


def _long(start: str) -> str:
    ending = "-0042"
    words = start + "-learning-rate-depth-subsample-gamma" * 4
    return words[: LONGEST - len(ending)] + ending
