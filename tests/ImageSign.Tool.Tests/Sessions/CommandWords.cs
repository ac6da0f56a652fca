using System.Text;

namespace ImageSign.Tool.Tests.Sessions;

/// <summary>Splits a command line into words as a shell does, for what the sessions need: white space, single and double quotes.</summary>
internal static class CommandWords
{
    public static string[] Split(string line)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var quote = '\0';
        var started = false;
        foreach (var c in line)
        {
            if (quote != '\0' && c == quote) quote = '\0';
            else if (quote == '\0' && c is '\'' or '"') (quote, started) = (c, true);
            else if (quote == '\0' && c == ' ')
            {
                if (started) words.Add(word.ToString());
                word.Clear();
                started = false;
            }
            else
            {
                word.Append(c);
                started = true;
            }
        }

        if (started) words.Add(word.ToString());
        return [.. words];
    }
}
