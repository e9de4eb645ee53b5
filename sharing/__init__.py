"""Screen-share mode: account ids, buckets and user names are replaced by stable stand-ins.

An address that shares is answered by a reader that knows nothing but stand-ins: what it asks of an account is
revealed on the way out, what the account answers is disguised on the way in. So whatever is made of an answer
(a shortened label, an order, a hash, a file's name) is made of stand-ins, and a new view is safe without
a word about it.

    words       keyed bytes → a number, a bucket or a person that might be one
    book        which stand-in stands for what, kept in a file
    sightings   where account ids, buckets and people stand in a text
    index       names, found in any text
    spelling    a name in the spelling of another
    walk        any value with every text in it told in another way
    disguise    texts and values → the same with stand-ins, and back
    veil        any of the explorer's sources, seen through a disguise
    door        which reader an address is answered by
"""
