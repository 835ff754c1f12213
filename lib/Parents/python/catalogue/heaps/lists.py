# A list of lists, each with an integer in it.
# bytes: 120
heap = [[i] for i in range(count)]
