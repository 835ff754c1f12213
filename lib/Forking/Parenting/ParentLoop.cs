using System.Globalization;
using System.Text;

namespace CowNotebooks.Forking.Parenting;

/// <summary>What a .NET parent can do besides forking; carried out by the worker executable.</summary>
public interface IParentWork
{
    /// <summary>Carries out one request. Returns the fields of the answer; an exception's message becomes an error answer.</summary>
    IEnumerable<(string Key, string Value)> Answer(string request, string[] arguments);

    /// <summary>Called in the parent just before the fork: have every line of code compiled that the child will run.</summary>
    ISliceWork PrepareChild(string gc);
}

/// <summary>The parent's main loop: one request, one answer, and in between one blocking read. Everything runs on the main thread.</summary>
public static class ParentLoop
{
    /// <summary>Runs until the requests end. Returns the exit code.</summary>
    /// <param name="folder">The folder with the FIFOs, see <see cref="Protocol"/>.</param>
    /// <param name="version">What this runtime calls itself.</param>
    /// <param name="work">What requests other than fork and reap mean.</param>
    public static int Run(string folder, string version, IParentWork work)
    {
        LibC.LeadOwnGroup();
        LibC.DieWithWriterOf(LibC.Open(Path.Combine(folder, Protocol.LifelineName), LibC.O_RDONLY));
        var requests = LibC.Open(Path.Combine(folder, Protocol.RequestsName), LibC.O_RDONLY);
        var answers = LibC.Open(Path.Combine(folder, Protocol.AnswersName), LibC.O_WRONLY);
        var forks = new Forks(work, requests, answers);
        Say(answers, $"{Protocol.Ready}\tpid={LibC.Pid}\tversion={version}");
        var input = new LineBuffer();
        while (input.ReadLine(requests) is { } line)
        {
            var words = line.Split('\t');
            try
            {
                var fields = words[0] switch
                {
                    Protocol.Fork => forks.Fork(toChild: words[1], fromChild: words[2], gc: words[3]),
                    Protocol.Reap => Forks.Reap(int.Parse(words[1], CultureInfo.InvariantCulture)),
                    _ => work.Answer(words[0], words[1..]),
                };
                Say(answers, string.Join('\t', [Protocol.Ok, .. fields.Select(field => $"{field.Key}={field.Value}")]));
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                Say(answers, $"{Protocol.Error}\t{error.Message.ReplaceLineEndings(" ").Replace('\t', ' ')}");
            }
        }

        return 0;
    }

    private static void Say(int answers, string line) => LibC.Write(answers, Encoding.UTF8.GetBytes(line + "\n"));
}
