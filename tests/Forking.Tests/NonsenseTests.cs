using CowNotebooks.Forking.Messages;

namespace CowNotebooks.Tests;

/// <summary>What a parent says may be wrong in any way; it is refused, never taken for something else.</summary>
public class NonsenseTests
{
    [Theory]
    [InlineData("ok\tpid=0")]
    [InlineData("ok\tpid=-1")]
    [InlineData("ok\tpid=4294967297")]
    public void A_number_that_is_no_PID_names_no_child(string line) => Assert.Null(ForkAnswer.Read(Answer.Read(line)!));

    [Theory]
    [InlineData("ready\tpid=-1\truntime=x\tversion=1")]
    [InlineData("ready\tpid=99999999999\truntime=x\tversion=1")]
    public void A_parent_that_tells_no_PID_is_not_ready(string line) => Assert.Null(Ready.Read(line));

    [Theory]
    [InlineData("objects=zz-1")]
    [InlineData("objects=1-fffffffffffffffffffff")]
    public void A_range_of_addresses_that_is_none_is_left_out(string field) => Assert.Null(Ready.Read($"ready\tpid=1\truntime=x\tversion=1\t{field}")!.ObjectMemory);

    [Theory]
    [InlineData("ok\ttype=integer")]
    [InlineData("ok\ttype=integer\tvalue=1\tvalue=2")]
    [InlineData("ok\ttype=integer\tvalue=99999999999999999999")]
    [InlineData("ok\ttype=truth\tvalue=yes")]
    [InlineData("ok\ttype=integers\tvalue=1.5")]
    [InlineData("ok\ttype=nothing\tvalue=1")]
    public void A_value_that_is_not_what_its_type_says_is_refused(string line) =>
        Assert.Throws<FormatException>(() => CellValue.Read(Answer.Read(line)!).ToObject());

    [Theory]
    [InlineData("7f+18446744073709551615")]
    [InlineData("7f+2,80+1")]
    [InlineData("80+1,7f+1")]
    [InlineData("ffffffffffffffff+1")]
    [InlineData("7f+-1")]
    [InlineData("7f")]
    public void Pages_that_no_process_can_have_or_that_come_twice_are_refused(string text) => Assert.Throws<FormatException>(() => PageText.Read(text).ToList());

    [Theory]
    [InlineData("8|x|10+24*9223372036854775807/24")]
    [InlineData("8|x|10+24*0/24")]
    [InlineData("8|x|10+24*1/0")]
    [InlineData("-8|x|10+24*1/24")]
    public void Objects_that_lie_in_no_address_space_are_refused(string text) => Assert.Throws<FormatException>(() => PlaceText.Read(text).Places.ToList());
}
