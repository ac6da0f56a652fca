namespace ImageSign.Configuration.Packages;

/// <summary>A package that a database says is installed.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
internal sealed record InstalledPackage(string Name, string Version)
{
    /// <summary>What else it is known as.</summary>
    public IReadOnlyList<string> Provides { get; init; } = [];

    /// <summary>What it was installed together with: of each group, any one.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Needs { get; init; } = [];

    /// <summary>Packages that bring this one along when all of them are there (apk's <c>install_if</c>); empty for none.</summary>
    public IReadOnlyList<string> ComesWith { get; init; } = [];
}
