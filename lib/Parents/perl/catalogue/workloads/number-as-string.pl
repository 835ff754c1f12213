# Puts each element into a string. Of a number the scalar keeps the text.
# unknown: the text takes memory, some of which the parent may have used before
my ($from, $to) = map { int(@heap * $_ / $part->{of}) } $part->{number}, $part->{number} + 1;
my $last;
for my $i ($from .. $to - 1) { $last = "$heap[$i]" }
