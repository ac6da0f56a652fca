using System.Text.RegularExpressions;
using ImageSign.Oci;

namespace ImageSign.Trust.Sigstore;

/// <summary>One part of an identity: an exact text, or a pattern that must match all of it.</summary>
public sealed class IdentityMatch
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    private readonly Regex? _pattern;

    private IdentityMatch(string text, Regex? pattern) => (Text, _pattern) = (text, pattern);

    /// <summary>What was asked for.</summary>
    public string Text { get; }

    /// <summary>True for a pattern.</summary>
    public bool IsPattern => _pattern is not null;

    /// <summary>
    /// True for a pattern that peers would find in the middle of a text, too: it does not say where the text begins and ends.
    /// </summary>
    public bool IsUnanchored => IsPattern && !(Text.StartsWith('^') && Text.EndsWith('$'));

    /// <summary>Exactly this text, byte for byte.</summary>
    public static IdentityMatch Exact(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length > 0 ? new IdentityMatch(text, pattern: null) : throw ErrorCodes.IdentityInvalid.With("a part of it is empty");
    }

    /// <summary>
    /// A pattern that must match the whole text: one that matched a part would let <c>https://github.com/acme</c> mean <c>…/acme-evil</c>.
    /// It is matched in time that grows only with the text.
    /// </summary>
    public static IdentityMatch Pattern(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        if (pattern.Length == 0) throw ErrorCodes.IdentityInvalid.With("a part of it is empty");
        if (pattern.Length > Limits.MaxIdentityPattern)
        {
            throw ErrorCodes.IdentityInvalid.With($"a pattern is longer than {Limits.MaxIdentityPattern} characters");
        }

        try
        {
            // By itself first: what is only half a pattern, such as 'a)|(?:b', must not become a whole one between the brackets.
            _ = new Regex(pattern, Options, Timeout.InfiniteTimeSpan);
            return new IdentityMatch(pattern, new Regex($@"\A(?:{pattern})\z", Options, Timeout.InfiniteTimeSpan));
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw ErrorCodes.IdentityInvalid.Because(e, $"'{pattern}' is not a pattern: {e.Message.TrimEnd('.')}");
        }
    }

    /// <inheritdoc />
    public override string ToString() => IsPattern ? $"/{Text}/" : Text;

    internal bool Matches(string text) => _pattern?.IsMatch(text) ?? text == Text;

    /// <summary>True for a pattern that is only found somewhere in <paramref name="text"/>: that is a match for cosign.</summary>
    internal bool MatchesPartOf(string text) => IsUnanchored && new Regex(Text, Options, Timeout.InfiniteTimeSpan).IsMatch(text);
}
