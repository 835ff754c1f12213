# A list of strings, all different; the number after the colon is the length of each.
# bytes: 64
# parameter: length
if count > 10 ** length:
    raise ValueError('There are only %d different strings of %d digits.' % (10 ** length, length))
heap = ['%0*d' % (length, i) for i in range(count)]
