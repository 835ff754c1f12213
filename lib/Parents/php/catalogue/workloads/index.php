// Looks at each element where it is: nothing refers to it meanwhile.
// writes: nothing
[$from, $to] = $part->range($heap);
for ($i = $from; $i < $to; $i++) isset($heap[$i]);
