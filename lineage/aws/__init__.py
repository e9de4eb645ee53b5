"""SageMaker through boto3, translated into the domain's values."""
