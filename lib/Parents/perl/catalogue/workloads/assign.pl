# Assigns a string to each element.
# unknown: a string takes memory, some of which the parent may have used before
my ($from, $to) = map { int(@heap * $_ / $part->{of}) } $part->{number}, $part->{number} + 1;
for my $i ($from .. $to - 1) { $heap[$i] = 'assigned' }
