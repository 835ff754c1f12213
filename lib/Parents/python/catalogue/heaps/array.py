# An array of machine integers: one object, whatever its length.
# bytes: 8
from array import array
heap = array('l', range(count))
