// An array of objects of a class, each with an integer in it.
// bytes: 72
class Item
{
    public $number;

    public function __construct($number)
    {
        $this->number = $number;
    }
}
$heap = [];
for ($i = 0; $i < $count; $i++) $heap[] = new Item($i);
