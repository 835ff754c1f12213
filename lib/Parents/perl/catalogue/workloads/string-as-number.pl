# Adds 0 to each element. Of a string the scalar keeps the number.
# unknown: the number takes memory, some of which the parent may have used before
my ($from, $to) = map { int(@heap * $_ / $part->{of}) } $part->{number}, $part->{number} + 1;
my $last;
for my $i ($from .. $to - 1) { $last = $heap[$i] + 0 }
