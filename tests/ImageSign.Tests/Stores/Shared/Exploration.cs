namespace ImageSign.Tests.Stores.Shared;

/// <summary>Every state that can be reached, each once, whatever the order of steps that leads there.</summary>
internal sealed record Exploration(int States, IReadOnlyList<ModelState> Terminal, bool Terminates)
{
    public static Exploration Of(ModelState begin)
    {
        var seen = new Dictionary<string, bool>(StringComparer.Ordinal);
        var terminal = new List<ModelState>();
        var cycle = false;
        Visit(begin);
        return new Exploration(seen.Count, terminal, Terminates: !cycle);

        // Depth first; the value is true while the state lies on the current path, so meeting one again there is a run without end.
        void Visit(ModelState state)
        {
            var key = state.Key;
            if (seen.TryGetValue(key, out var open))
            {
                cycle |= open;
                return;
            }

            seen[key] = true;
            if (state.IsTerminal) terminal.Add(state);
            foreach (var next in state.Successors()) Visit(next);
            seen[key] = false;
        }
    }
}
