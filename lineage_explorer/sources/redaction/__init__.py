"""Replacement of account IDs, bucket names and user names by pseudonyms.

In screen-share mode, an address is handled by services that see pseudonyms only. Their requests to an account
are restored to the real names, and the responses of the account are redacted. Everything derived from a
response (a shortened label, an order, a hash, a file name) is therefore derived from pseudonyms, and a new
view is safe without code of its own.

    pseudonyms       keyed bytes → a plausible account ID, bucket name or personal name
    pseudonym_store  values and their pseudonyms, stored in a file
    detectors        account IDs, buckets and people, by their context or as known names
    redactor         values of the domain → the same with pseudonyms, and back; sources that do so
"""
