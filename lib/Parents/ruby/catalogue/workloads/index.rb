# Reads each element by its index.
# writes: nothing
part.each_index(heap) { |i| heap[i] }
