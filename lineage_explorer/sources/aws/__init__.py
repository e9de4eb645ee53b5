"""SageMaker lineage through boto3, translated into domain values."""
