# An array of objects, which are hashes, each with an integer in it.
# bytes: 200
@heap = map { bless { number => $_ }, 'Item' } 1 .. $count;
