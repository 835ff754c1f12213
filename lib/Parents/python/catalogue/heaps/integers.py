# A list of integers, each an object.
# bytes: 40
# default: yes
heap = list(range(count))
