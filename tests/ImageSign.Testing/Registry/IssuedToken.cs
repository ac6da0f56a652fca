namespace ImageSign.Testing.Registry;

/// <summary>A token's rights and end. An action <c>*</c> is every action on that repository.</summary>
internal sealed record IssuedToken(string Text, IReadOnlySet<Scope> Scopes, DateTimeOffset Expires)
{
    public bool Allows(Scope scope) => Scopes.Contains(scope) || Scopes.Contains(scope with { Action = "*" });
}
