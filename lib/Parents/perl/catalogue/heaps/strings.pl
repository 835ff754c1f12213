# An array of strings, all different: each a scalar, its body and its text.
# bytes: 72
@heap = ();
push @heap, "string $_" for 1 .. $count;
