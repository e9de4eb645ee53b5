"""What stands for something leads to what lineage records of it."""

import json

import pytest

from lineage_explorer import errors
from lineage_explorer.sources.aws.sagemaker_catalog import SageMakerCatalog
from lineage_explorer.sources.aws.start_resolver import MAX_CALLS
from sagemaker_account.seed_resources import seed_resource, seed_steps
from tests.support import resource_samples as samples
from tests.support.question_accounts import demo_account

SAGEMAKER = "arn:aws:sagemaker:us-west-2:111122223333"
DEMO = "arn:aws:sagemaker:us-west-2:000000000000"
PACKAGE = f"{SAGEMAKER}:model-package/churn/3"
DATA = "s3://b/model.tar.gz"
EXECUTION = f"{SAGEMAKER}:pipeline/nightly/execution/000000000001"


@pytest.fixture
def catalog(client):
    return SageMakerCatalog(client)


@pytest.fixture
def seed(account):
    """Return a function that seeds a sample in the account of the test."""

    def put(operation, sample):
        text = json.dumps(sample, default=lambda moment: moment.isoformat())
        own = json.loads(
            text.replace(samples.PREFIX, f"{SAGEMAKER}:").replace("000000000000:role", "111122223333:role")
        )
        for member, value in sample.items():
            if member.endswith("Time"):
                own[member] = value
        seed_resource(account, operation, own)

    return put


def arns(hits):
    return [hit.arn for hit in hits]


def test_model_leads_to_its_package(catalog, seed, make):
    seed("DescribeModel", samples.model("serving", {"ModelPackageName": PACKAGE}))
    package = make.artifact(PACKAGE, "Model")
    assert arns(catalog.resolve(f"{SAGEMAKER}:model/serving")) == [package]


@pytest.mark.parametrize(
    "container",
    [
        {"ModelDataUrl": DATA},
        {
            "ModelDataSource": {
                "S3DataSource": {"S3Uri": DATA, "S3DataType": "S3Object", "CompressionType": "Gzip"}
            }
        },
    ],
)
def test_model_without_a_package_leads_to_its_data(catalog, seed, make, container):
    seed("DescribeModel", samples.model("serving", container))
    data = make.artifact(DATA, "Model")
    assert arns(catalog.resolve(f"{SAGEMAKER}:model/serving")) == [data]


def test_recorded_model_is_found_without_being_read(catalog, seed, make, counting_client):
    seed("DescribeModel", samples.model("serving", {"ModelPackageName": PACKAGE}))
    model = make.artifact(f"{SAGEMAKER}:model/serving", "Model")
    counting_client.sent.clear()
    assert arns(catalog.resolve(f"{SAGEMAKER}:model/serving")) == [model]
    assert counting_client.sent == ["ListArtifacts"]


def test_inference_component_leads_to_its_endpoint_and_its_models_package(catalog, seed, make):
    seed("DescribeEndpoint", samples.endpoint("live"))
    seed("DescribeInferenceComponent", samples.inference_component("part", "live", "serving"))
    seed("DescribeModel", samples.model("serving", {"ModelPackageName": PACKAGE}))
    endpoint = make.context("live", "Endpoint", f"{SAGEMAKER}:endpoint/live")
    package = make.artifact(PACKAGE, "Model")
    assert arns(catalog.resolve(f"{SAGEMAKER}:inference-component/part")) == [endpoint, package]


def test_endpoint_configuration_leads_to_its_deployment_or_else_to_what_it_serves(catalog, seed, make):
    arn = f"{SAGEMAKER}:endpoint-config/live-v3"
    seed("DescribeEndpointConfig", samples.endpoint_config("live-v3", "serving"))
    seed("DescribeModel", samples.model("serving", {"ModelPackageName": PACKAGE}))
    package = make.artifact(PACKAGE, "Model")
    assert arns(catalog.resolve(arn)) == [package]


def test_deployment_of_a_configuration_comes_before_what_it_serves(catalog, seed, make):
    arn = f"{SAGEMAKER}:endpoint-config/live-v3"
    seed("DescribeEndpointConfig", samples.endpoint_config("live-v3", "serving"))
    deployment = make.action("live-v3", "ModelDeployment", arn)
    assert arns(catalog.resolve(arn)) == [deployment]


def test_tuning_job_leads_to_all_its_training_jobs_with_one_search(catalog, seed, make, counting_client):
    seed("DescribeHyperParameterTuningJob", samples.tuning_job("tune"))
    tuning_job = f"{SAGEMAKER}:hyper-parameter-tuning-job/tune"
    names = [f"Tune-{number:02}" for number in range(12)]
    for name in names:
        seed("DescribeTrainingJob", samples.training_job(name, TuningJobArn=tuning_job))
    components = [make.trial_component(f"{name}-aws-training-job") for name in names]
    counting_client.sent.clear()
    assert arns(catalog.resolve(tuning_job)) == components
    assert counting_client.sent == [
        "ListTrialComponents",
        "ListTrainingJobsForHyperParameterTuningJob",
        "Search",
    ]


def test_auto_ml_job_leads_to_the_model_and_jobs_of_its_best_candidate(catalog, seed, make):
    job = f"{SAGEMAKER}:training-job/auto-1"
    step = {
        "CandidateStepType": "AWS::SageMaker::TrainingJob",
        "CandidateStepArn": job,
        "CandidateStepName": "auto-1",
    }
    candidate = {
        "CandidateName": "best",
        "ObjectiveStatus": "Succeeded",
        "CandidateStatus": "Completed",
        "CandidateSteps": [step],
        "InferenceContainers": [{"Image": samples.IMAGE, "ModelDataUrl": DATA}],
        "CreationTime": 0,
        "LastModifiedTime": 0,
    }
    seed("DescribeAutoMLJobV2", samples.auto_ml_job("auto", BestCandidate=candidate))
    model = make.artifact(DATA, "Model")
    component = make.trial_component("auto-1-aws-training-job")
    assert arns(catalog.resolve(f"{SAGEMAKER}:automl-job/auto")) == [model, component]


@pytest.mark.parametrize(
    "content",
    [
        {"model_package_details": {"model_package_arn": PACKAGE}},
        {"model_overview": {"model_id": f"{SAGEMAKER}:model/serving"}},
        {"model_overview": {"model_artifact": [PACKAGE]}},
    ],
)
def test_model_card_leads_to_the_package_that_it_describes(catalog, seed, make, content):
    seed("DescribeModelCard", samples.model_card("card", json.dumps(content)))
    seed("DescribeModel", samples.model("serving", {"ModelPackageName": PACKAGE}))
    package = make.artifact(PACKAGE, "Model")
    assert arns(catalog.resolve(f"{SAGEMAKER}:model-card/card")) == [package]


def test_hub_content_without_a_version_leads_to_its_newest_one(catalog, seed, make):
    seed("DescribeHubContent", samples.hub_content("bert", "1.0.2"))
    artifact = make.artifact(f"{SAGEMAKER}:hub-content/Hub/Model/bert/1.0.2", "Model")
    assert arns(catalog.resolve(f"{SAGEMAKER}:hub-content/Hub/Model/bert")) == [artifact]


def test_reference_in_a_private_hub_leads_to_its_original(catalog, seed, make):
    original = "arn:aws:sagemaker:us-west-2:aws:hub-content/SageMakerPublicHub/Model/bert"
    content = samples.hub_content("bert", "1.0.2", SageMakerPublicHubContentArn=original)
    seed("DescribeHubContent", content)
    artifact = make.artifact(original, "Model")
    assert arns(catalog.resolve(f"{SAGEMAKER}:hub-content/Hub/Model/bert/1.0.2")) == [artifact]


@pytest.mark.parametrize("content", ["no JSON", "[]", '{"model_overview": 3}', "{}"])
def test_model_card_that_names_nothing_is_said_to_have_no_entity(catalog, seed, content):
    seed("DescribeModelCard", samples.model_card("card", content))
    with pytest.raises(errors.NothingFound, match="model-card/card"):
        catalog.resolve(f"{SAGEMAKER}:model-card/card")


@pytest.mark.parametrize(
    "source",
    [
        "models:/fraud detector/3",
        f"{SAGEMAKER}:mlflow-tracking-server/team",
        f"{SAGEMAKER}:mlflow-app/app-4F2K",
        f"{SAGEMAKER}:hub-content/public/Model/bert/1.0.2",
        "runs:/0123456789abcdef/model",
    ],
)
def test_source_outside_the_registry_is_found_as_it_was_recorded(catalog, make, source):
    artifact = make.artifact(source, "Model")
    assert arns(catalog.resolve(source)) == [artifact]


@pytest.fixture
def steps(account, seed):
    seed("DescribePipeline", samples.pipeline("nightly"))
    seed("DescribePipelineExecution", samples.execution("nightly", 1))

    def put(*metadata):
        seed_steps(
            account,
            EXECUTION,
            [
                {
                    "StepName": f"Step{number}",
                    "StartTime": samples.WHEN.replace(minute=number),
                    "Metadata": step,
                }
                for number, step in enumerate(metadata)
            ],
        )

    return put


def test_execution_leads_to_the_entities_that_a_lineage_step_wrote(catalog, make, steps):
    artifact, action = make.artifact("s3://b/x"), make.action("review", "Review")
    context = make.context("run", "Run")
    steps(
        {
            "Lineage": {
                "ActionArns": {"a": action},
                "ArtifactArns": {"b": artifact},
                "ContextArns": {"c": context},
            }
        }
    )
    assert arns(catalog.resolve(EXECUTION)) == [context, artifact, action]


def test_execution_leads_through_its_tuning_step_to_the_training_jobs(catalog, seed, make, steps):
    tuning_job = f"{SAGEMAKER}:hyper-parameter-tuning-job/tune"
    seed("DescribeHyperParameterTuningJob", samples.tuning_job("tune"))
    for number in range(3):
        seed("DescribeTrainingJob", samples.training_job(f"tune-{number}", TuningJobArn=tuning_job))
    components = [make.trial_component(f"tune-{number}-aws-training-job") for number in range(3)]
    steps({"TuningJob": {"Arn": tuning_job}})
    assert arns(catalog.resolve(EXECUTION)) == components


@pytest.mark.parametrize(
    ("step", "resource"),
    [
        ("Endpoint", "endpoint/live"),
        ("EndpointConfig", "endpoint-config/live-v3"),
        ("InferenceComponent", "inference-component/part"),
        ("Model", "model/serving"),
        ("Job", "training-job/custom"),
    ],
)
def test_execution_leads_to_what_a_step_of_any_kind_made(catalog, make, steps, step, resource):
    arn = f"{SAGEMAKER}:{resource}"
    steps({step: {"Arn": arn}})
    makers = {
        "endpoint-config/live-v3": lambda: make.action("made", "Made", arn),
        "model/serving": lambda: make.artifact(arn, "Model"),
        "training-job/custom": lambda: make.trial_component("custom-aws-training-job"),
    }
    made = makers.get(resource, lambda: make.context("made", "Made", arn))()
    assert arns(catalog.resolve(EXECUTION)) == [made]


def test_execution_of_many_jobs_costs_at_most_twelve_calls(catalog, make, steps, counting_client):
    names = [f"Train-{number}" for number in range(20)]
    for name in names:
        make.trial_component(f"{name}-aws-training-job")
    steps(*({"TrainingJob": {"Arn": f"{SAGEMAKER}:training-job/{name}"}} for name in names))
    counting_client.sent.clear()
    assert len(catalog.resolve(EXECUTION)) == len(names)
    assert len(counting_client.sent) <= MAX_CALLS


KINDS = (
    "inference-component",
    "endpoint-config",
    "model",
    "hyper-parameter-tuning-job",
    "automl-job",
    "model-card",
    "model-package",
    "feature-group",
    "mlflow-app",
    "hub-content/Hub/Model",
)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["gone", "Gone", "under_score", "x" * 90])
def test_resource_that_is_gone_is_denied_within_twelve_calls(catalog, counting_client, kind, name):
    with pytest.raises(errors.NothingFound):
        catalog.resolve(f"{SAGEMAKER}:{kind}/{name}")
    assert len(counting_client.sent) <= MAX_CALLS


def test_denied_description_is_told_when_nothing_else_was_found(stub_client, error_response):
    def respond(operation, _):
        if operation == "DescribeModel":
            return error_response("AccessDeniedException", "no")
        return {}

    with pytest.raises(errors.AccessDenied) as caught:
        SageMakerCatalog(stub_client(respond).client()).resolve(f"{SAGEMAKER}:model/serving")
    assert caught.value.operation == "DescribeModel"


def test_jobs_are_listed_one_by_one_where_they_cannot_be_searched(stub_client, error_response):
    jobs = [f"{SAGEMAKER}:training-job/t-{number}" for number in range(4)]

    def respond(operation, request):
        if operation == "Search":
            return error_response("AccessDeniedException", "no")
        if operation == "ListPipelineExecutionSteps":
            return {"PipelineExecutionSteps": [{"Metadata": {"TrainingJob": {"Arn": job}}} for job in jobs]}
        if operation == "ListTrialComponents":
            name = request["SourceArn"].rpartition("/")[2]
            arn = f"{SAGEMAKER}:experiment-trial-component/{name}-aws-training-job"
            source = {"SourceArn": request["SourceArn"]}
            return {"TrialComponentSummaries": [{"TrialComponentArn": arn, "TrialComponentSource": source}]}
        return {}

    hits = SageMakerCatalog(stub_client(respond).client()).resolve(EXECUTION)
    assert [hit.source_uri for hit in hits] == jobs


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            f"{DEMO}:endpoint-config/customer-churn-production-v8",
            ["customer-churn-production-v8-1794207600-aws-endpoint"],
        ),
        (f"{DEMO}:model/customer-churn-production-v8", [f"{DEMO}:model-package/customer-churn/8"]),
        (f"{DEMO}:model-card/customer-churn", [f"{DEMO}:model-package/customer-churn/8"]),
        ("endpoint/customer-churn-production", [f"{DEMO}:endpoint/customer-churn-production"]),
        ("model-package/customer-churn/7", [f"{DEMO}:model-package/customer-churn/7"]),
    ],
)
def test_resource_of_the_demo_leads_to_its_entities(tmp_path, boto, text, names):
    with demo_account(tmp_path, boto) as subject:
        hits = SageMakerCatalog(subject.client).resolve(text)
    assert {hit.source_uri for hit in hits} & set(names) or {hit.name for hit in hits} & set(names)


def test_tuning_job_of_the_demo_leads_to_its_twelve_jobs(tmp_path, boto):
    with demo_account(tmp_path, boto) as subject:
        hits = SageMakerCatalog(subject.client).resolve(
            f"{DEMO}:hyper-parameter-tuning-job/churn-tune-260316-0836"
        )
    assert len(hits) == 12


def test_id_of_an_artifact_is_its_artifact(catalog, make):
    artifact = make.artifact("s3://b/x")
    assert arns(catalog.resolve(artifact.rpartition("/")[2])) == [artifact]
    with pytest.raises(errors.InvalidQuery, match="00000"):
        catalog.resolve("0" * 32)
