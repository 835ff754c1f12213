// Prints each element, into a file; of an array or object its type.
// unknown: it allocates, and where new objects go is the runtime's choice
[$from, $to] = $part->range($heap);
for ($i = $from; $i < $to; $i++) echo is_scalar($heap[$i]) ? $heap[$i] : gettype($heap[$i]), "\n";
