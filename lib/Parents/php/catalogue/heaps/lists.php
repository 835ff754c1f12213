// An array of arrays, each with an integer in it.
// bytes: 136
$heap = [];
for ($i = 0; $i < $count; $i++) $heap[] = [$i];
