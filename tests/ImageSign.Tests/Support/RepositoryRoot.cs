namespace ImageSign.Tests.Support;

/// <summary>The clone that the tests run from.</summary>
internal static class RepositoryRoot
{
    public static string Path { get; } = Find(AppContext.BaseDirectory);

    public static string PathOf(string name) => System.IO.Path.Combine(Path, name);

    private static string Find(string directory) => File.Exists(System.IO.Path.Combine(directory, "ImageSign.sln"))
        ? directory
        : Find(Directory.GetParent(directory)?.FullName ?? throw new InvalidOperationException("The tests do not run inside a clone of the repository."));
}
