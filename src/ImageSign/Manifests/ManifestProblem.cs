namespace ImageSign.Manifests;

/// <summary>Something in a manifest that may name an image, and was not understood.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">The line, 1 is the first.</param>
/// <param name="Path">The way to it, <c>spec.containers[0].image</c>; empty for the whole document.</param>
/// <param name="Reason">Why it was not understood.</param>
public sealed record ManifestProblem(string File, long Line, string Path, string Reason)
{
    /// <summary><c>deploy.yaml:12: spec.containers[0].image: …</c>.</summary>
    public override string ToString() => $"{File}:{Line}: {(Path.Length > 0 ? $"{Path}: " : "")}{Reason}";
}
