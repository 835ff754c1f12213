# Collects, and moves objects together, once.
# collects: yes
# unknown: what is moved depends on the gaps that the collector finds
GC.compact if part.number == 0
