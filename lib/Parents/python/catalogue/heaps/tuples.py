# A list of tuples, each with an integer in it.
# bytes: 88
heap = [(i,) for i in range(count)]
