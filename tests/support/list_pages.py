"""Complete lists from all their pages."""


def list_all(account, operation, member, **request):
    """Return all pages of a List operation or of Search."""
    rows, token = [], {}
    while True:
        page = account.call(operation, {"MaxResults": 100, **request, **token})
        rows += page[member]
        if "NextToken" not in page:
            return rows
        token = {"NextToken": page["NextToken"]}
