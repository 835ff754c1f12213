# Asks for the length: the list knows it, and no element is touched.
# writes: nothing
len(heap)
