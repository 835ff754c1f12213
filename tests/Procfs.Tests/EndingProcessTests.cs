using System.Diagnostics;

namespace CowNotebooks.Procfs.Tests;

/// <summary>A process may end between any two things that are read of it.</summary>
public class EndingProcessTests
{
    [Fact]
    public void The_threads_of_a_process_that_is_just_ending_are_those_that_are_left_or_it_has_vanished()
    {
        for (var i = 0; i < 200; i++)
        {
            using var process = Process.Start("true");
            try
            {
                while (new ProcFs().Process(process.Id).Threads() is { Count: > 0 } threads) Assert.All(threads, thread => Assert.Equal(process.Id, thread.Pid));
            }
            catch (ProcVanishedException)
            {
            }

            process.WaitForExit();
        }
    }
}
