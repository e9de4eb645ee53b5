"""Lists read to their last page."""


def listed(account, operation, member, **request):
    """Return what is on all pages of a List operation, or of Search."""
    rows, token = [], {}
    while True:
        page = account.call(operation, {"MaxResults": 100, **request, **token})
        rows += page[member]
        if "NextToken" not in page:
            return rows
        token = {"NextToken": page["NextToken"]}
