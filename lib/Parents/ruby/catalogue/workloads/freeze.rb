# Freezes each element: a bit of its flags. An integer is always frozen.
# writes: flags
part.each(heap) { |x| x.freeze }
