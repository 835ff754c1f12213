# A list of dictionaries, each with an integer in it.
# bytes: 224
heap = [{'number': i} for i in range(count)]
