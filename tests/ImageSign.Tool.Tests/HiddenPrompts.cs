using System.Text;
using ImageSign.Tool.Passwords;

namespace ImageSign.Tool.Tests;

/// <summary>A person types a password.</summary>
public sealed class HiddenPrompts
{
    [Theory]
    [InlineData("s3cr3t", "s3cr3t")]
    [InlineData("", "")]
    [InlineData("ab\bc", "ac")]
    [InlineData("\b\bx", "x")]
    [InlineData("a\tb\u001b", "ab")]
    [InlineData("pässwörd", "pässwörd")]
    public void Enter_ends_it_and_backspace_corrects_it(string typed, string password)
    {
        var keys = new Queue<ConsoleKeyInfo>(typed.Append('\r').Select(Key));
        Assert.Equal(password, Encoding.UTF8.GetString(HiddenPrompt.Read(keys.Dequeue)));
        Assert.Empty(keys);
    }

    private static ConsoleKeyInfo Key(char c) => new(c, c switch { '\r' => ConsoleKey.Enter, '\b' => ConsoleKey.Backspace, _ => ConsoleKey.None }, shift: false, alt: false, control: false);
}
