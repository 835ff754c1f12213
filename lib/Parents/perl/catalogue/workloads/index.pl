# Reads each element by its index: its value is copied, and of a reference that counts what it refers to.
# writes: referent's reference count
my ($from, $to) = map { int(@heap * $_ / $part->{of}) } $part->{number}, $part->{number} + 1;
my $last;
for my $i ($from .. $to - 1) { $last = $heap[$i] }
