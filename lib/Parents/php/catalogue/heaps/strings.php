// An array of strings, all different.
// bytes: 48
$heap = [];
for ($i = 0; $i < $count; $i++) $heap[] = "string $i";
