# Prints each element, into a file.
# unknown: a printed number caches its text, and where that goes is the runtime's choice
my ($from, $to) = map { int(@heap * $_ / $part->{of}) } $part->{number}, $part->{number} + 1;
print "$heap[$_]\n" for $from .. $to - 1;
