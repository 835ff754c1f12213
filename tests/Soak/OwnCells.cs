namespace CowNotebooks.Soak;

/// <summary>A cell of the parent that builds a variable NAME of COUNT elements.</summary>
/// <param name="Holds">What the elements are.</param>
/// <param name="Code">In its language, with NAME, COUNT, FROM (a number) and TIMES (a small one) left open.</param>
internal sealed record Building(string Holds, string Code);

/// <summary>A cell of the child that does something with it.</summary>
/// <param name="Code">In its language.</param>
/// <param name="Writes">The word of each element that it writes; empty for none, null where nobody can say.</param>
/// <param name="Value">What it shows; null when that is not looked at.</param>
/// <param name="Of">What the elements must be; null for anything.</param>
internal sealed record Working(string Code, string? Writes, string? Value = null, string? Of = null);

/// <summary>What experiments are made of in one language.</summary>
/// <param name="Buildings">Cells of the parent.</param>
/// <param name="Workings">Cells of the child.</param>
/// <param name="Wrong">A cell that fails.</param>
/// <param name="Endless">A cell that never ends.</param>
/// <param name="Exit">A cell that ends its process; null where that cannot be written.</param>
/// <param name="Fork">A cell that forks, and whose value is 7; null where it cannot.</param>
/// <param name="Flood">A cell that prints 100,000 characters.</param>
internal sealed record OwnCells(IReadOnlyList<Building> Buildings, IReadOnlyList<Working> Workings, string Wrong, string Endless, string? Exit, string? Fork, string Flood)
{
    private const string Nothing = "", Count = "reference count", Header = "header word";

    /// <summary>By the name of the language.</summary>
    public static IReadOnlyDictionary<string, OwnCells> By { get; } = new Dictionary<string, OwnCells>
    {
        ["csharp"] = new(
            [
                new("boxes", "var NAME = new object[COUNT];\nfor (long i = 0; i < NAME.Length; i++) NAME[i] = i + FROM;"),
                new("strings", "var NAME = new string[COUNT];\nfor (int i = 0; i < NAME.Length; i++) NAME[i] = new string('x', TIMES) + i;"),
                new("objects", "class Item_NAME { public long X; public object Next; }\nvar NAME = Enumerable.Range(FROM, COUNT).Select(i => new Item_NAME { X = i }).ToArray();"),
                new("lists", "var NAME = Enumerable.Range(0, COUNT).Select(i => new List<int> { i }).ToArray();"),
            ],
            [
                new("foreach (var x in NAME) lock (x) { }", Header),
                new("for (int i = NAME.Length - 1; i >= 0; i--) System.Threading.Monitor.IsEntered(NAME[i]);", Nothing),
                new("foreach (var x in NAME) System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(x);", Header),
                new("int found = 0;\nforeach (var x in NAME) if (x is null) found++;\nfound", Nothing, "0"),
                new("NAME.Length", Nothing, "COUNT"),
                new("foreach (var x in NAME) x.X++;", "field", Of: "objects"),
                new("var kept_NAME = NAME.Select(x => x.ToString()).ToList();\nkept_NAME.Count", null, "COUNT"),
                new("Array.Reverse(NAME);", null),
                new("GC.Collect();\nGC.CollectionCount(0) > 0", null, "true"),
                new("try { throw new InvalidOperationException(); } catch (InvalidOperationException) { }", null),
            ],
            "throw new InvalidOperationException(\"wanted\");", "while (true) { }", null, null, "for (int i = 0; i < 10_000; i++) Console.WriteLine(\"123456789\");"),
        ["python"] = new(
            [
                new("integers", "NAME = list(range(FROM, FROM + COUNT))"),
                new("numbers", "NAME = [i / 7.0 for i in range(COUNT)]"),
                new("strings", "NAME = ['%d' % i * TIMES for i in range(COUNT)]"),
                new("tuples", "NAME = [(i, str(i)) for i in range(COUNT)]"),
                new("lists", "NAME = [[i] * TIMES for i in range(COUNT)]"),
                new("objects", "class Item_NAME(object):\n    def __init__(self, x):\n        self.x = x\nNAME = [Item_NAME(i) for i in range(COUNT)]"),
            ],
            [
                new("for x in NAME:\n    pass", Count),
                new("for x in part(NAME):\n    pass", Count),
                new("def walk_NAME(xs):\n    for x in xs:\n        pass\nwalk_NAME(NAME)", Count),
                new("for again in (1, 2):\n    for x in NAME:\n        pass", Count),
                new("i = 0\nwhile i < len(NAME):\n    NAME[i]\n    i += 1", null),
                new("len(NAME)", Nothing, "COUNT"),
                new("kept_NAME = [x for x in NAME]\nlen(kept_NAME)", null, "COUNT"),
                new("NAME[::TIMES] = NAME[::TIMES]", null),
                new("sorted(NAME, key=id)[0] is None", null, "False"),
                new("del NAME[len(NAME) // 2:]", null),
                new("len(str(NAME)) > 0", null, "True"),
                new("import gc\ngc.collect()\nlen(NAME)", null, "COUNT"),
            ],
            "raise ValueError('wanted')", "while True:\n    pass", "import os\nos._exit(3)", "import os\nos.fork()\n7", "for i in range(10000):\n    print('123456789')"),
        ["ruby"] = new(
            [
                new("integers", "NAME = Array.new(COUNT) { |i| i + FROM }"),
                new("numbers", "NAME = Array.new(COUNT) { |i| i / 7.0 }"),
                new("strings", "NAME = Array.new(COUNT) { |i| \"s#{i}\" * TIMES }"),
                new("arrays", "NAME = Array.new(COUNT) { |i| [i] * TIMES }"),
                new("objects", "class Item\n  def initialize(x)\n    @x = x\n  end\nend\nNAME = Array.new(COUNT) { |i| Item.new(i) }"),
            ],
            [
                new("NAME.each { |x| }", Nothing),
                new("part.each(NAME) { |x| }", Nothing),
                new("i = 0\nwhile i < NAME.size\n  NAME[i]\n  i += 1\nend", Nothing),
                new("NAME.size", Nothing, "COUNT"),
                new("part.each(NAME) { |x| x.freeze }", "flags"),
                new("NAME.each { |x| x.freeze }\nNAME.size", "flags", "COUNT"),
                new("kept_NAME = NAME.map(&:to_s)\nkept_NAME.size", null, "COUNT"),
                new("NAME.map(&:object_id).size", null, "COUNT"),
                new("NAME.reverse!\nNAME.size", null, "COUNT"),
                new("NAME.clear\nGC.start\nNAME.size", null, "0"),
            ],
            "raise 'wanted'", "loop { }", "exit!(3)", "fork; 7", "10_000.times { puts '123456789' }"),
        ["php"] = new(
            [
                new("integers", "$NAME = range(FROM, FROM + COUNT);"),
                new("strings", "$NAME = [];\nfor ($i = 0; $i < COUNT; $i++) $NAME[] = str_repeat(\"s$i\", TIMES);"),
                new("arrays", "$NAME = [];\nfor ($i = 0; $i < COUNT; $i++) $NAME[] = [$i, \"s$i\"];"),
                new("objects", "$NAME = [];\nfor ($i = 0; $i < COUNT; $i++) $NAME[] = (object)['x' => $i];"),
            ],
            [
                new("foreach ($NAME as $x) { }", Count),
                new("[$from, $to] = $part->range($NAME);\nfor ($i = $from; $i < $to; $i++) $x = $NAME[$i];", Count),
                new("for ($i = 0; $i < count($NAME); $i++) isset($NAME[$i]);", Nothing),
                new("$copy_NAME = $NAME;", Nothing),
                new("count($NAME) >= COUNT", Nothing, "true"),
                new("foreach ($NAME as &$x) { }", null),
                new("$NAME[0] = 'changed';", null),
                new("$copy_NAME = array_reverse($NAME);\ncount($copy_NAME) === count($NAME)", null, "true"),
                new("strlen(serialize($NAME)) > 0", null, "true"),
                new("gc_collect_cycles();", null),
            ],
            "throw new Exception('wanted');", "while (true) { }", "exit(3);", "pcntl_fork(); 7", "for ($i = 0; $i < 10000; $i++) echo \"123456789\\n\";"),
        ["perl"] = new(
            [
                new("integers", "@NAME = (FROM .. FROM + COUNT - 1);"),
                new("strings", "@NAME = map { \"s$_\" x TIMES } 1 .. COUNT;"),
                new("arrays", "@NAME = map { [$_] } 1 .. COUNT;"),
                new("objects", "@NAME = map { bless { x => $_ }, 'Item' } 1 .. COUNT;"),
            ],
            [
                new("for my $x (@NAME) { }", Count),
                new("my $seen = 0;\nfor my $x (@NAME) { $seen++ }", Count),
                new("my ($from, $to) = map { int(@NAME * $_ / $part->{of}) } $part->{number}, $part->{number} + 1;\nfor my $i ($from .. $to - 1) { for my $x ($NAME[$i]) { } }", Count),
                new("scalar(@NAME)", Nothing, "COUNT"),
                new("for my $i (0 .. $#NAME) { exists $NAME[$i] }", Nothing),
                new("my @copy = @NAME;\nscalar(@copy)", null, "COUNT"),
                new("my $text = join ',', @NAME;\nlength($text) > 0", null, "1"),
                new("$_ = 'changed' for @NAME;", null),
                new("@NAME = ();\nscalar(@NAME)", null, "0"),
            ],
            "die 'wanted'", "while (1) { }", "use POSIX ();\nPOSIX::_exit(3)", "fork; 7", "print \"123456789\\n\" for 1 .. 10_000;"),
    };
}

/// <summary>A variable that was drawn, and what a child does with it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Elements">How many it has.</param>
/// <param name="Building">The cell of the parent.</param>
/// <param name="Working">The cell of the child.</param>
/// <param name="Writes">As in <see cref="Soak.Working"/>.</param>
/// <param name="Value">What the child's cell shows; null when that is not looked at.</param>
internal sealed record OwnCell(string Name, int Elements, string Building, string Working, string? Writes, string? Value)
{
    /// <summary>Whether each slice does a part of the work.</summary>
    public bool IsInParts => Working.Contains("part", StringComparison.Ordinal);

    public static OwnCell Of(OwnCells cells, string name, Random random, bool cannotCollect)
    {
        var building = random.One(cells.Buildings);
        var working = random.One([.. cells.Workings.Where(cell => (cell.Of is null || cell.Of == building.Holds) && !(cannotCollect && cell.Code.StartsWith("GC.Collect", StringComparison.Ordinal)))]);
        var open = new Dictionary<string, object> { ["NAME"] = name, ["COUNT"] = random.Elements(), ["FROM"] = random.Next(1_000_000), ["TIMES"] = random.Next(1, 9) };
        string Filled(string code) => open.Aggregate(code, (text, one) => text.Replace(one.Key, Invariant($"{one.Value}"), StringComparison.Ordinal));
        return new(name, (int)open["COUNT"], Filled(building.Code), Filled(working.Code), working.Writes, working.Value is { } value ? Filled(value) : null);
    }
}
