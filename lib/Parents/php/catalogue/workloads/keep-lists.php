// Makes 100,000 arrays and keeps them, so that the collector starts by itself, however large the heap. It follows what has lost a reference, and nothing else: the heap stays as it is.
// unknown: it allocates, and a collection that starts by itself writes what it finds
if ($part->number === 0) [$kept, $numbers] = [[], range(1, 100000)];
[$from, $to] = $part->range($numbers);
for ($i = $from; $i < $to; $i++) {
    $list = [$numbers[$i]];
    $kept[] = $list;
}
