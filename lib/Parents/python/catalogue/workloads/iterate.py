# Only reads: takes each element once.
# writes: reference count
for x in part(heap):
    pass
