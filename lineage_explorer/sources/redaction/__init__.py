"""Replacement of account IDs, bucket names and user names by pseudonyms.

In screen-share mode, an address is handled by services that see pseudonyms only. Their requests to an account
are restored to the real names, and the responses of the account are redacted. Everything derived from a
response (a shortened label, an order, a hash, a file name) is therefore derived from pseudonyms, and a new
view is safe without code of its own.

    words       keyed bytes → a plausible account ID, bucket name or personal name
    book        values and their pseudonyms, stored in a file
    sightings   account IDs, buckets and people, detected by their context in a text
    index       known names, found in any text
    spelling    the separators and case of one name, applied to another
    walk        a function, applied to every string in a value
    disguise    texts and values → the same with pseudonyms, and back
    veil        a proxy that redacts any of the explorer's sources
    door        the services that handle an address, redacted or not
"""
