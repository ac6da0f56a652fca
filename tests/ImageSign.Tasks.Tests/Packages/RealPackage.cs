namespace ImageSign.Tasks.Tests.Packages;

/// <summary>Classes that publish with the packed .nupkg: packed once, one after another.</summary>
[CollectionDefinition(Name)]
public sealed class RealPackage : ICollectionFixture<PackedPackage>
{
    public const string Name = "The real package";
}
