// Only reads: while a string, array or object is in $x, foreach counts that reference. An integer has no count.
// writes: reference count
if ($part->of === 1) {
    foreach ($heap as $x) { }
} else {
    [$from, $to] = $part->range($heap);
    for ($i = $from; $i < $to; $i++) $x = $heap[$i];
}
