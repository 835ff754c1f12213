# An array of strings of digits.
# bytes: 72
@heap = ();
push @heap, "$_" for 1 .. $count;
