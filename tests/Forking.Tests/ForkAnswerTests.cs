using CowNotebooks.Forking.Messages;

namespace CowNotebooks.Tests;

/// <summary>What a parent says of a fork.</summary>
public class ForkAnswerTests
{
    [Theory]
    [InlineData("ok\tpid=12\tnanoseconds=3400", 12, 3400L)]
    [InlineData("ok\tpid=12", 12, null)]
    [InlineData("ok\tpid=12\tnanoseconds=", 12, null)]
    [InlineData("ok\tpid=12\tnanoseconds=soon", 12, null)]
    [InlineData("ok\tpid=12\tnanoseconds=-5", 12, null)]
    public void A_parent_may_leave_the_time_out_or_say_nonsense_and_its_child_is_known_all_the_same(string line, int pid, long? nanoseconds) =>
        Assert.Equal(new ForkAnswer(pid, nanoseconds), ForkAnswer.Read(Answer.Read(line)!));

    [Fact]
    public void Without_a_child_there_is_no_answer() => Assert.Null(ForkAnswer.Read(Answer.Read("ok\tnanoseconds=3400")!));

    [Theory]
    [InlineData(null)]
    [InlineData(0L)]
    [InlineData(123_456L)]
    public void What_is_written_is_read_back(long? nanoseconds)
    {
        var answer = new ForkAnswer(7, nanoseconds);
        Assert.Equal(answer, ForkAnswer.Read(Answer.Read(answer.Write().Write().TrimEnd('\n'))!));
    }
}
