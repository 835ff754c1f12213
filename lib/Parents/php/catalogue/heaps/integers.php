// An array of integers: each lies in the array itself.
// bytes: 16
// default: yes
$heap = range(0, $count - 1);
