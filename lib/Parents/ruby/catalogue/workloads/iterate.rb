# Only reads: gives each element to a block.
# writes: nothing
part.each(heap) { |x| }
