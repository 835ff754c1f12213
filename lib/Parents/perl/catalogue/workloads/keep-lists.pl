# Makes 100,000 arrays and keeps them. Perl has no collector: what is no longer referred to is freed at once.
# unknown: it allocates, and where new objects go is the runtime's choice
@kept = () if $part->{number} == 0;
my ($from, $to) = map { int(100_000 * $_ / $part->{of}) } $part->{number}, $part->{number} + 1;
push @kept, [$_] for $from .. $to - 1;
