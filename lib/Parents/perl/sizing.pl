# Where the elements of an array lie. Only a scout loads this.
package CowSizing;
use strict;
use warnings;

# sv.h: struct sv { void *sv_any; U32 sv_refcnt; U32 sv_flags; union { … } sv_u; }: a reference is the address of this head. The body behind sv_any has
# another size for each type and version, and the size of a text is the allocator's choice, so that no sizes are told.
use constant { HEAD => 24, COUNT => 8, MOST_RUNS => 200_000 };

my $page_size = POSIX::sysconf(&POSIX::_SC_PAGESIZE);

sub fields {
    my $array = shift;
    my (%referents, $is_text);
    my @heads = sort { $a <=> $b } map { Scalar::Util::refaddr(\$_) } @$array;
    for my $x (@$array) {
        if (ref $x) { $referents{ lc Scalar::Util::reftype($x) }{ Scalar::Util::refaddr($x) } = 1 }
        elsif (!$is_text && defined $x && !is_number(\$x)) { $is_text = 1 }
    }
    my %sorted = map { $_ => [sort { $a <=> $b } keys %{ $referents{$_} }] } keys %referents;
    return (
        'pages=reference count,' . pages(\@heads),
        $is_text
        ? "unknown=referent's reference count,whether a copied string shares its text, and counts that, is Perl's choice"
        : "pages=referent's reference count," . pages([sort { $a <=> $b } map { @$_ } values %sorted]),
        places('elements', 'scalar', \@heads), map { places('others', $_, $sorted{$_}) } sort keys %sorted);
}

# Without text: reading it as a string would give it one.
sub is_number {
    my $flags = B::svref_2object(shift)->FLAGS;
    return $flags & (B::SVf_IOK() | B::SVf_NOK()) && !($flags & B::SVf_POK());
}

# Of ascending addresses.
sub pages {
    my $addresses = shift;
    my @runs;
    for my $address (@$addresses) {
        my $page = int(($address + COUNT) / $page_size);
        if (@runs && $page < $runs[-1][0] + $runs[-1][1]) { next }
        if (@runs && $page == $runs[-1][0] + $runs[-1][1]) { $runs[-1][1]++ }
        else { push @runs, [$page, 1] }
    }
    return join(',', map { sprintf '%x+%d', @$_ } @runs);
}

# Neighbours form a run: the first one's address, the distance to the next, how many, the size of each.
sub places {
    my ($field, $type, $addresses) = @_;
    my @runs;
    for my $address (@$addresses) {
        if (@runs && $address == $runs[-1][0] + $runs[-1][1] * HEAD) { $runs[-1][1]++ }
        else { push @runs, [$address, 1] }
    }
    return @runs > MOST_RUNS ? () : "$field=0|$type|" . join(',', map { sprintf '%x+%d*%d/%d', $_->[0], HEAD, $_->[1], HEAD } @runs);
}

1;
