# Asks each element for its hash code. A string keeps it in itself from then on; reading writes its reference count as well.
# writes: reference count
for x in part(heap):
    hash(x)
