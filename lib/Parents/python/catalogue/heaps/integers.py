# A list of integers, each of them an object.
# bytes: 40
# default: yes
heap = list(range(count))
