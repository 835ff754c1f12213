using CowNotebooks.Forking;

namespace CowNotebooks.Tests;

/// <summary>Each way to end is a type, and one sentence.</summary>
public class OutcomeTests
{
    public static TheoryData<Outcome, string> Endings { get; } = new()
    {
        { new Killed(Role.Child, "running 'lock'", Signal.Segv), "The child was killed by SIGSEGV while running 'lock'." },
        { new Exited(Role.Parent, "running 'lock'", 3), "The parent exited with code 3 while running 'lock'." },
        { new TimedOut(Role.Child, "running 'lock'", TimeSpan.FromSeconds(2)), "The child did not answer within 2 s while running 'lock', and was ended." },
        { new Cancelled(Role.Child, "running 'lock'"), "The child was ended while running 'lock', as the caller cancelled." },
        { new ProtocolBroken(Role.Child, "starting", "moo"), "The child answered 'moo' while starting, which is not an answer." },
        { new ProtocolBroken(Role.Child, "starting", "moomoo") { IsEndless = true }, "The child did not end its line, which begins 'moomoo', while starting." },
        { new Raised(Role.Child, "running 'x'", "Traceback (most recent call last):\n  File \"cell\", line 1\nZeroDivisionError: division by zero"), "The child raised an error while running 'x': ZeroDivisionError: division by zero" },
        { new Raised(Role.Parent, "running 'x'", "System.DivideByZeroException: Attempted to divide by zero.\n   at cell:line 2"), "The parent raised an error while running 'x': System.DivideByZeroException: Attempted to divide by zero." },
    };

    [Theory]
    [MemberData(nameof(Endings))]
    public void An_outcome_is_one_sentence(Outcome outcome, string sentence) => Assert.Equal(sentence, outcome.ToString());

    [Fact]
    public void What_a_death_means_is_its_remedy() =>
        Assert.Equal("It started a thread.", (new Killed(Role.Child, "running 'x'", Signal.Sys) { Meaning = "It started a thread." }).Remedy);
}
