// Only reads, by reference: each slot of the array becomes a reference to the element, which moves into new memory.
// unknown: each reference takes memory, some of which the parent may have used before
if ($part->of === 1) {
    foreach ($heap as &$x) { }
} else {
    [$from, $to] = $part->range($heap);
    for ($i = $from; $i < $to; $i++) $x = &$heap[$i];
}
