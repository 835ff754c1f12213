# Only reads: foreach aliases $x to each element, and counts that reference.
# writes: reference count
if ($part->{of} == 1) {
    for my $x (@heap) { }
} else {
    # A slice @heap[a .. b] would put its elements on the stack first.
    my ($from, $to) = map { int(@heap * $_ / $part->{of}) } $part->{number}, $part->{number} + 1;
    for my $i ($from .. $to - 1) { for my $x ($heap[$i]) { } }
}
