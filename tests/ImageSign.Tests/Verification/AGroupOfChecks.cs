using CsCheck;
using ImageSign.Verification;
using Check = ImageSign.Verification.Check;

namespace ImageSign.Tests.Verification;

/// <summary>A naive "fail if a child fails" turns *integrity skipped* into a pass; a group names what it cannot do without.</summary>
public sealed class AGroupOfChecks
{
    private static readonly Check Good = Check.Pass("a");
    private static readonly Check Bad = Check.Fail("a", ErrorCodes.Malformed, "bad");
    private static readonly Check Skipped = Check.Skip("a", "not asked");

    [Fact]
    public void Passes_when_what_it_requires_passed() => Assert.True(Check.AllOf("g", ["a"], [Good]).Passed);

    [Fact]
    public void Fails_when_nothing_is_required() => Assert.Equal(ErrorCodes.CheckMissing, Check.AllOf("g", [], [Good]).Code);

    [Fact]
    public void Fails_when_a_required_check_is_missing() => Assert.Equal(ErrorCodes.CheckMissing, Check.AllOf("g", ["a", "b"], [Good]).Code);

    [Fact]
    public void Fails_when_a_required_check_was_skipped() => Assert.False(Check.AllOf("g", ["a"], [Skipped]).Passed);

    [Fact]
    public void Fails_when_a_required_check_failed_even_as_advisory() => Assert.Equal(ErrorCodes.Malformed, Check.AllOf("g", ["a"], [Bad with { Advisory = true }]).Code);

    [Fact]
    public void Fails_when_one_of_two_of_the_same_name_failed() => Assert.False(Check.AllOf("g", ["a"], [Good, Bad]).Passed);

    [Fact]
    public void Fails_when_a_check_that_is_not_required_failed() => Assert.False(Check.AllOf("g", ["a"], [Good, Bad with { Id = "b" }]).Passed);

    [Fact]
    public void Passes_when_that_one_was_advisory_or_skipped()
    {
        Assert.True(Check.AllOf("g", ["a"], [Good, Bad with { Id = "b", Advisory = true }]).Passed);
        Assert.True(Check.AllOf("g", ["a"], [Good, Skipped with { Id = "b" }]).Passed);
    }

    [Fact]
    public void Of_alternatives_passes_by_one_and_without_any_is_a_failure()
    {
        Assert.True(Check.AnyOf("g", [Bad, Good], ErrorCodes.Unsigned, "none").Passed);
        Assert.Equal((ErrorCodes.Unsigned, "none"), (Check.AnyOf("g", [], ErrorCodes.Unsigned, "none").Code, Check.AnyOf("g", [], ErrorCodes.Unsigned, "none").Reason));
        Assert.False(Check.AnyOf("g", [Skipped], ErrorCodes.Unsigned, "none").Passed);
    }

    [Fact]
    public void Of_alternatives_is_undecided_when_the_good_one_may_not_have_been_read()
    {
        var unread = Check.Fail("a", ErrorCodes.OverLimit, "too large");

        Assert.Equal(VerdictOutcome.Undecided, Verdict.Of(Check.AnyOf("g", [Bad, unread], ErrorCodes.Unsigned, "none")).Outcome);
        Assert.Equal(VerdictOutcome.NotTrusted, Verdict.Of(Check.AnyOf("g", [Bad, Bad], ErrorCodes.Unsigned, "none")).Outcome);
    }

    [Fact]
    public void Never_passes_without_a_pass_of_each_required_one()
    {
        var name = Gen.Char["abc"].Select(letter => $"{letter}");
        var check = Gen.Select(name, Gen.Int[0, 2], Gen.Bool, (id, outcome, advisory) => new Check(id, (CheckOutcome)outcome) { Advisory = advisory });
        Gen.Select(check.Array[0, 5], name.Array[0, 3]).Sample((children, required) =>
            !Check.AllOf("g", required, children).Passed
            || (required.Length > 0 && required.All(id => children.Any(child => child.Id == id) && children.Where(child => child.Id == id).All(child => child.Passed))));
    }
}
