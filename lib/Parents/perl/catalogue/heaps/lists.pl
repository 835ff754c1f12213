# An array of references to arrays, each with an integer in it.
# bytes: 120
@heap = map { [$_] } 1 .. $count;
