# The Perl parent and its children, for 5.14 and later. They follow ../PROTOCOL.md.
# Started as: perl parent.pl FOLDER
BEGIN { require 5.014 }    # "use" would switch features on in cells

# Cells are in package main, and all that is the parent's own in another. What makes a sub of a cell stands first, since the cell sees every "my" above.
our $part = { number => 0, of => 1 };

package CowParent;

sub cell_of { package main; no strict; no warnings; return eval "sub {\n#line 1 \"cell\"\n$_[0]\n}" }

use strict;
use warnings;
use Cwd ();
use Fcntl;
use File::Basename ();
use IO::Handle;
use POSIX ();
use Scalar::Util ();

my $has_clock = eval { require Time::HiRes; 1 };    # a distribution may have it in another package

my $own_folder = File::Basename::dirname(Cwd::abs_path(__FILE__));
my %prepared;    # by file: the compiled cell, its value

# "last" in a cell would leave the loop that answers requests; so each is called in a block, which it leaves instead.
my $no_loop = "last or next outside of a loop, at cell.\n";

my %plain = (t => "\t", n => "\n", r => "\r", '\\' => '\\');
my %escaped = reverse %plain;

sub escape {
    my $word = shift;
    utf8::encode($word) if utf8::is_utf8($word);
    $word =~ s/([\\\t\n\r])/\\$escaped{$1}/g;
    return $word;
}

sub say_line {
    my ($to, @words) = @_;
    my $line = join("\t", map { escape($_) } @words) . "\n";
    while (length $line) {
        my $count = syswrite($to, $line);
        if (defined $count) { substr($line, 0, $count) = '' }
        elsif ($! != POSIX::EINTR()) { die "write: $!" }
    }
}

# The code of a cell is a sub, so that it can run more than once; package variables are what cells share.
sub compiled {
    my $file = shift;
    open(my $stream, '<', $file) or die "$file: $!\n";
    my $source = do { local $/; <$stream> } // '';
    close $stream;    # Perl names an open one in its errors
    my $cell = cell_of($source);
    return $cell if $cell;
    # The end of the source is a line after its last one, which is of this file.
    my $last = ($source =~ tr/\n//) + ($source !~ /\n\z/ && 1);
    die $@ =~ s/(\bcell line )(\d+)/$1 . ($2 > $last ? $last || 1 : $2)/ger;
}

# At most 4,000 characters, or bytes where Perl does not know them as characters, and no half of a character.
sub cut {
    my $text = shift;
    return $text if length $text <= 4000;
    $text = substr($text, 0, 4000);
    $text =~ s/(?:[\xC2-\xDF]|[\xE0-\xEF][\x80-\xBF]?|[\xF0-\xF4][\x80-\xBF]{0,2})\z// unless utf8::is_utf8($text);
    return $text;
}

sub shown {
    my $value = shift;
    return defined $value && length $value ? ('value=' . cut("$value")) : ();
}

sub prepare { my $file = shift; delete $prepared{$file}; $prepared{$file} = [compiled($file)]; return }

sub run {
    my ($file, $number, $of) = @_;
    my $cell = $prepared{$file} or die "$file was not prepared.\n";
    @$part{qw(number of)} = ($number, $of);
    { $cell->[1] = $cell->[0]->(); return }
    die $no_loop;
}

sub show { my $cell = $prepared{ +shift } or die "That was not prepared.\n"; return shown($cell->[1]) }

sub cell {
    my $code = compiled(shift);
    @$part{qw(number of)} = (0, 1);
    { return shown(scalar $code->()) }
    die $no_loop;
}

sub set {
    my ($name, $type, @values) = @_;
    my $many = $type =~ s/s$//;
    $type =~ /^(integer|number|text|truth)$/ or die "There is no type '$type'.\n";
    for (@values) {
        $type eq 'text' or ($type eq 'truth' ? /^(true|false)\z/ : Scalar::Util::looks_like_number($_)) or die "'$_' is no $type.\n";
    }
    $many || @values == 1 or die "$type takes one value, not " . @values . ".\n";
    @values = map { $type eq 'text' ? $_ : $type eq 'truth' ? $_ eq 'true' : $_ + 0 } @values;
    no strict 'refs';
    # A list is @name, anything else $name.
    if ($many) { @{"main::$name"} = @values }
    else { ${"main::$name"} = $values[0] }
    return;
}

sub reap {
    my $pid = shift;
    $pid =~ /^[1-9][0-9]*\z/ or die "'$pid' is no process.\n";    # 0 would wait for any child
    waitpid($pid, 0) == $pid or die "Process $pid is no child: $!\n";
    return $? & 127 ? 'signal=' . ($? & 127) : 'exit=' . ($? >> 8);
}

sub print_to {
    my $path = shift;
    open(STDOUT, '>>', $path) or die "$path: $!\n";
    POSIX::dup2(1, 2) // die "$path: $!\n";
    STDOUT->autoflush(0);
    *STDERR = *STDOUT{IO};    # one stream for both, so that the file keeps the order in which lines were written
}

sub size {
    my $name = shift;
    no strict 'refs';
    defined *{"main::$name"}{ARRAY} && @{"main::$name"} or die "There is no array \@$name with elements.\n";
    require B;    # both only here, so that only a scout has them in memory
    require "$own_folder/sizing.pl";
    return CowSizing::fields(\@{"main::$name"});
}

sub names {
    @_ and die "Perl tells the names of variables alone.\n";
    no strict 'refs';
    return map { "name=$_" } sort grep { /^[a-z_]\w*$/i && !/^(?:ENV|INC|ARGV|_)$/ && (defined ${"main::$_"} || @{"main::$_"}) } keys %main::;
}

# The value of a variable as set() takes it. Perl has no truth values, and a text of digits is a number.
sub get {
    my $name = shift;
    no strict 'refs';
    my $many = @{"main::$name"} > 0;
    my @values = $many ? @{"main::$name"} : defined ${"main::$name"} ? ${"main::$name"} : die "There is no variable \$$name or \@$name.\n";
    grep { !defined || ref } @values and die "'$name' holds a reference or something undefined.\n";
    my $type = (grep { !Scalar::Util::looks_like_number($_) } @values) ? 'text' : (grep { !/^-?\d{1,18}\z/ } @values) ? 'number' : 'integer';
    if ($type eq 'number') { s/^([-+]?)inf.*/$1Infinity/i, s/^[-+]?nan.*/NaN/i for @values }
    return ("type=$type" . ($many ? 's' : ''), map { "value=$_" } @values);
}

my ($requests, $answers);

sub fork_child {
    my ($to, $from, $output) = @_;
    open(my $hears, '<:raw', $to)   or die "$to: $!\n";
    open(my $says,  '>:raw', $from) or die "$from: $!\n";
    STDOUT->flush;
    my $start = $has_clock && Time::HiRes::clock_gettime(Time::HiRes::CLOCK_MONOTONIC());
    my $pid = fork // die "fork: $!\n";
    if ($pid) {
        my @took = $has_clock ? sprintf('nanoseconds=%.0f', (Time::HiRes::clock_gettime(Time::HiRes::CLOCK_MONOTONIC()) - $start) * 1e9) : ();
        return ("pid=$pid", @took);
    }
    # Control must not leave this block: two processes must not answer as the parent.
    eval {
        close $requests;
        close $answers;
        print_to($output);
        my %known = (set => \&set, prepare => \&prepare, run => \&run, show => \&show, size => \&size, names => \&names, get => \&get, quit => sub { POSIX::_exit(0) });
        say_line($says, 'ready');
        serve($hears, $says, \%known);
        1;
    } or print STDERR $@;
    STDOUT->flush;
    POSIX::_exit($@ ? 70 : 0);
}

sub answer {
    my ($line, $known) = @_;
    my @words = map { s/\\(.)/$plain{$1} \/\/ $1/ger } split /\t/, $line, -1;
    my $request = shift(@words) // '';
    my @fields = eval { ($known->{$request} or die "There is no request '$request'.\n")->(@words) };
    my $error = $@;
    STDOUT->flush;
    return $error eq '' ? ('ok', @fields) : ('error', cut("$error") =~ s/\n\z//r);
}

sub serve {
    my ($from, $to, $known) = @_;
    my $own = POSIX::getpid();
    my $pending = '';
    while (1) {
        my $count = sysread($from, $pending, 1024, length $pending);
        next if !defined $count && $! == POSIX::EINTR();    # a signal for which a cell has a handler
        return if !$count;
        while ($pending =~ s/^([^\n]*)\n//) {
            my @words = answer($1, $known);
            POSIX::_exit(0) if POSIX::getpid() != $own;    # a cell called fork itself, and this is its child
            say_line($to, @words);
        }
    }
}

my $folder = $ARGV[-1] // die "This is the Perl parent that a laboratory starts; it takes the folder of its channels.\n";
POSIX::setpgid(0, 0) if getpgrp != $$;
sysopen(my $lifeline, "$folder/lifeline", O_RDONLY | O_NONBLOCK) or die "$folder/lifeline: $!\n";
fcntl($lifeline, $_->[0], $_->[1]) // die "fcntl: $!\n" for [10, 9], [8, -$$], [F_SETFL, 0x2000 | O_NONBLOCK];    # F_SETSIG, F_SETOWN, O_ASYNC
my $end = sysread($lifeline, my $nothing, 1);
exit if defined $end && $end == 0;    # end of file rather than EAGAIN: the observer is gone already
open($requests, '<:raw', "$folder/requests") or die "$folder/requests: $!\n";
open($answers,  '>:raw', "$folder/answers")  or die "$folder/answers: $!\n";
print_to("$folder/output");
say_line(
    $answers, 'ready', "pid=$$", 'runtime=perl', sprintf('version=Perl %vd', $^V), 'language=perl', "catalogue=$own_folder/catalogue",
    'word=0,8,body', 'word=8,12,reference count', 'word=12,16,flags', 'word=16,24,value'
);
serve($requests, $answers, { set => \&set, cell => \&cell, prepare => \&prepare, run => \&run, show => \&show, fork => \&fork_child, reap => \&reap });
