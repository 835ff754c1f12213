# An array of integers, each a scalar of 24 bytes.
# bytes: 32
# default: yes
@heap = (1 .. $count);
