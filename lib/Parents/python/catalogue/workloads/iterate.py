# Only reads: visits each element once.
# writes: reference count
for x in part(heap):
    pass
