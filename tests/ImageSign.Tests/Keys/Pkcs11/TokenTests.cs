namespace ImageSign.Tests.Keys.Pkcs11;

/// <summary>Tests with the tokens of <see cref="TokenFixture"/>; they change variables, so they run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TokenTests : ICollectionFixture<TokenFixture>
{
    public const string Name = "tokens";
}
