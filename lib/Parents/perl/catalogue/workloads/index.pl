# Reads each element by its index: its value is copied, and no reference to it is taken.
# writes: nothing
my ($from, $to) = map { int(@heap * $_ / $part->{of}) } $part->{number}, $part->{number} + 1;
my $last;
for my $i ($from .. $to - 1) { $last = $heap[$i] }
