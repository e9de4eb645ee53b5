"""What messages say is denied, in a few words."""

import pytest

from lineage_explorer.errors import describe_denials


@pytest.mark.parametrize(
    ("messages", "words"),
    [
        ((), ""),
        (("Rate exceeded.",), ""),
        (("Access to sagemaker:ListTags was denied: no policy.",), "access denied to ListTags"),
        (
            ("Its tags could not be read. Access to sagemaker:ListTags was denied: no.",) * 2
            + ("Access to sagemaker:DescribeAction was denied: no.",),
            "access denied to DescribeAction and ListTags",
        ),
    ],
)
def test_each_denied_operation_is_named_once(messages, words):
    assert describe_denials(messages) == words
