# A list of strings, all different.
# bytes: 64
heap = ['string %d' % i for i in range(count)]
