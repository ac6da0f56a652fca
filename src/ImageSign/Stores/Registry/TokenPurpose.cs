namespace ImageSign.Stores.Registry;

/// <summary>What a token is for.</summary>
/// <param name="Repository">The repository of the request.</param>
/// <param name="Writes">True when it is changed.</param>
/// <param name="From">Another repository that is read too, or null.</param>
internal readonly record struct TokenPurpose(string Repository, bool Writes, string? From)
{
    public static TokenPurpose Of(RegistryRequest request) =>
        new(request.Repository, request.Writes, request.From == request.Repository ? null : request.From);

    /// <summary>
    /// The scopes that cover it, and what the challenge names besides: a registry may know the repository by another name.
    /// </summary>
    public IReadOnlyList<string> Scopes(AuthChallenge challenge)
    {
        List<string> scopes = [$"repository:{Repository}:{(Writes ? "pull,push" : "pull")}"];
        if (From is not null) scopes.Add($"repository:{From}:pull");
        foreach (var named in challenge.Scopes)
        {
            if (!scopes.Exists(scope => Covers(scope, named))) scopes.Add(named);
        }

        return scopes;
    }

    private static bool Covers(string scope, string named)
    {
        var end = scope.LastIndexOf(':');
        var otherEnd = named.LastIndexOf(':');
        return otherEnd == end && named.AsSpan(0, end).SequenceEqual(scope.AsSpan(0, end))
            && named[(end + 1)..].Split(',').All(scope[(end + 1)..].Split(',').Contains);
    }
}
