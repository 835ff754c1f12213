// Collects garbage that refers to itself, once. It looks at what may be such: what was referred to less often since it last ran.
// collects: yes
// unknown: what a collection writes depends on what it finds
if ($part->number === 0) gc_collect_cycles();
