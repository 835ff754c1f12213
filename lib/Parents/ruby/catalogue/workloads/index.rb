# Reads each element by its index.
# writes: nothing
part.range(heap).each { |i| heap[i] }
