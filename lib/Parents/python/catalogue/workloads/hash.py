# Asks each element for its hash code. A string keeps it in itself from then on; a list or dict has none. Reading writes its reference count as well.
# writes: reference count
for x in part(heap):
    try:
        hash(x)
    except TypeError:
        pass
