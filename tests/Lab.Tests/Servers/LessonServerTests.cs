using CowNotebooks.Lab;
using CowNotebooks.Lab.Recording;

namespace CowNotebooks.Tests.Servers;

/// <summary>The gunicorn that a notebook starts, and what is recorded of it.</summary>
public sealed class LessonServerTests : IDisposable
{
    private static readonly string App = Path.Combine(Source.Root, "notebooks/app.py");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cow-test-");

    /// <summary>The families in data/, each with the moments that the notebook asks for.</summary>
    public static TheoryData<string, string, string> Recorded => new()
    {
        { "gunicorn", "before", "after reading" }, { "gunicorn-usual", "before", "after allocating" }, { "gunicorn-frozen", "before", "after allocating" },
    };

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Every_worker_answers_and_nothing_is_left_when_it_is_disposed()
    {
        Requires.Program("Install it (Debian: apt-get install gunicorn).", "gunicorn");
        var gunicorn = await Gunicorn.StartOrRecordedAsync(App, workers: 3, new { Size = 1_000 }, "");
        var family = gunicorn.Attach("now");
        Assert.Equal((4, false, 1_000), (family.Members.Count, gunicorn.IsRecorded, gunicorn.Setting("Size")));
        await gunicorn.DisposeAsync();
        await Survivors.AssertNoneAsync([.. family.Members.Select(member => member.Pid)]);
    }

    [Fact]
    public async Task An_application_that_cannot_be_loaded_is_an_error_with_gunicorns_words()
    {
        Requires.Program("Install it (Debian: apt-get install gunicorn).", "gunicorn");
        var app = Path.Combine(_folder.FullName, "broken.py");
        await File.WriteAllTextAsync(app, "raise ValueError('no such data')", TestContext.Current.CancellationToken);
        var error = await Assert.ThrowsAsync<LabUsageException>(() => Gunicorn.StartOrRecordedAsync(app, workers: 1, null, ""));
        Assert.Contains("no such data", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "nowhere.py", null, "There is no application '")]
    [InlineData(0, "app.py", "", "A server cannot have 0 workers.")]
    [InlineData(1, "app.py", "def app(environ, start_response):\n    start_response('200 OK', [])\n    return [b'hello']\n", "The application answered 'hello', which is not the PID of its process.")]
    public async Task What_is_wrong_with_an_application_or_with_how_it_is_started_is_said_in_a_sentence(int workers, string name, string? code, string message)
    {
        Requires.Program("Install it (Debian: apt-get install gunicorn).", "gunicorn");
        var app = Path.Combine(_folder.FullName, name);
        if (code is not null) await File.WriteAllTextAsync(app, code, TestContext.Current.CancellationToken);
        var error = await Assert.ThrowsAsync<LabUsageException>(() => Gunicorn.StartOrRecordedAsync(app, workers, null, ""));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("# pid: 1\n# pid: 2\nmoment\n")]
    [InlineData("# pid: 1\nmoment,moment\nnow,now\n")]
    public async Task A_recording_of_families_that_says_something_twice_is_none(string text)
    {
        var path = Path.Combine(_folder.FullName, "family.csv");
        await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
        var error = Assert.Throws<LabUsageException>(() => FamilyRecording.Load(path, "Install it."));
        Assert.EndsWith("is not a recording of families. Install it.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_family_that_is_recorded_is_read_back_with_every_figure()
    {
        await using var server = await Loader.StartAsync(readers: 2, size: 1_000);
        using var stopped = server.StopAll();
        var family = Attach.To(server.Parent.Pid, TestContext.Current.CancellationToken);
        var path = Path.Combine(_folder.FullName, "family.csv");
        var recording = new FamilyRecording(path, [KeyValuePair.Create("Size", "1000")]);
        recording.Add("now", family);
        recording.Save();

        var read = FamilyRecording.Load(path, "Install it.");
        var same = read.Read("now");
        Assert.Equal(1_000, read.Setting("Size"));
        Assert.All(FamilyFigures.Rows.Where(figure => figure.Name != FamilyFigures.Elapsed.Name),
            figure => Assert.True(figure.Of(same) == figure.Of(family) || figure.Name.EndsWith("Meanwhile", StringComparison.Ordinal), figure.Name));
        foreach (var (one, other) in family.Members.Zip(same.Members))
        {
            Assert.Equal((one.Pid, one.ParentPid, one.Role, one.Depth, one.Name), (other.Pid, other.ParentPid, other.Role, other.Depth, other.Name));
            Assert.All(MemberFigures.Rows, figure => Assert.Equal(one[figure], other[figure]));
            Assert.Equal(one.ByKind.Select(kind => kind.Kind), other.ByKind.Select(kind => kind.Kind));
        }

        Assert.Contains("not measured now", same.Notes[0], StringComparison.Ordinal);
        Assert.Throws<LabUsageException>(() => read.Read("never"));
    }

    [Theory]
    [InlineData("families/*.csv", "13-your-own-processes")]
    [InlineData("own/*.csv", "12-your-own-code")]
    public void The_head_of_each_recording_that_a_notebook_makes_has_the_command(string files, string notebook)
    {
        var (folder, pattern) = (Path.GetDirectoryName(files)!, Path.GetFileName(files));
        var commands = Directory.GetFiles(Path.Combine(Source.Root, "data", folder), pattern).Select(Recordings.CommandOf).ToList();
        Assert.NotEmpty(commands);
        Assert.All(commands, command => Assert.Equal($"COW_RECORD=1 cow run notebooks/{notebook}.ipynb --out recorded", command));
    }

    [Fact]
    public void A_recording_that_is_made_again_keeps_its_command()
    {
        var path = Path.Combine(_folder.FullName, "family.csv");
        File.WriteAllText(path, "# provenance: long ago\n# command: make it\n# setting Size: 1\nmoment,pid\n");
        new FamilyRecording(path, [KeyValuePair.Create("Size", "2")]).Save();

        Assert.Equal("make it", Recordings.CommandOf(path));
        Assert.Equal(2, FamilyRecording.Load(path, "Install it.").Setting("Size"));
        Assert.DoesNotContain("long ago", File.ReadAllText(path), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Recorded))]
    public void What_is_recorded_in_data_obeys_the_laws_of_the_notebook(string name, string before, string after)
    {
        var recording = FamilyRecording.Load(Path.Combine(Source.Root, "data/families", $"{name}.csv"), "Record it again.");
        var (first, last) = (recording.Read(before), recording.Read(after));
        var unshared = last.UnsharedPages - first.UnsharedPages;

        Assert.All([.. first.Members, .. last.Members], member => Assert.True(member.Agrees));
        // A list and its string for each record, in each worker; the frozen ones stay shared.
        var records = (first.Members.Count - 1) * 2 * 64 * recording.Setting("Size") / Environment.SystemPageSize;
        if (name.EndsWith("frozen", StringComparison.Ordinal)) Assert.InRange(unshared, 0, records / 4);
        else Assert.True(unshared > 0.9 * records, $"{unshared} {records}");
    }
}
