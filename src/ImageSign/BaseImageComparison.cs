using ImageSign.Oci;

namespace ImageSign;

/// <summary>
/// Compares what a build made with the base that it was allowed to use: the base's layers and one more, and the base's configuration apart from what the
/// project sets. The SDK (up to 10.0.401) does not hash the base's manifest and configuration, so a lying registry can give it others.
/// </summary>
public sealed class BaseImageComparison(BaseImageSnapshot snapshot, BuildSettings settings)
{
    /// <summary>Requires that each produced image was built on a verified platform image, no two on the same one.</summary>
    /// <exception cref="ImageSignException"><see cref="ErrorCodes.BaseLayersDiffer"/> or <see cref="ErrorCodes.BaseConfigDiffers"/>.</exception>
    public void Require(IReadOnlyList<BasePlatformImage> produced)
    {
        ArgumentNullException.ThrowIfNull(produced);
        var unused = snapshot.Platforms.ToList();
        foreach (var image in produced)
        {
            if (image.Manifest.Config?.Digest != Digest.Of(image.Config.Span)) throw ErrorCodes.BaseConfigDiffers.With(image.Manifest.Descriptor.Digest, snapshot.Image, "its configuration, which is not the one that its manifest names");
            var platform = ImageConfigPlatform.Read(image.Config);
            var candidates = unused.Where(verified => platform.Matches(ImageConfigPlatform.Read(verified.Config))).ToArray();
            if (candidates is []) throw ErrorCodes.BaseConfigDiffers.With(image.Manifest.Descriptor.Digest, snapshot.Image, $"its platform, {platform}");
            var differences = candidates.Select(verified => (Verified: verified, Difference: Difference(image, verified))).ToArray();
            if (Array.TrueForAll(differences, pair => pair.Difference is not null)) throw differences[0].Difference!;
            unused.Remove(Array.Find(differences, pair => pair.Difference is null).Verified);
        }
    }

    private ImageSignException? Difference(BasePlatformImage image, BasePlatformImage verified)
    {
        var subject = image.Manifest.Descriptor.Digest;
        var (built, expected) = (RunSettings.Read(image.Config), RunSettings.Read(verified.Config));
        var layers = image.Manifest.Layers.Select(layer => (layer.Digest, layer.Size)).ToArray();
        var baseLayers = verified.Manifest.Layers.Select(layer => (layer.Digest, layer.Size)).ToArray();
        if (layers.Length != baseLayers.Length + 1 || !layers.AsSpan().StartsWith(baseLayers)) return ErrorCodes.BaseLayersDiffer.With(subject, layers.Length, snapshot.Image, baseLayers.Length);
        if (built.DiffIds.Count != expected.DiffIds.Count + 1 || !built.DiffIds.Take(expected.DiffIds.Count).SequenceEqual(expected.DiffIds)) return ErrorCodes.BaseLayersDiffer.With(subject, built.DiffIds.Count, snapshot.Image, expected.DiffIds.Count);
        return ConfigDifference(built, expected) is { } member ? ErrorCodes.BaseConfigDiffers.With(subject, snapshot.Image, member) : null;
    }

    private string? ConfigDifference(RunSettings built, RunSettings verified)
    {
        if (EnvironmentDifference(built, verified) is { } variable) return $"Env, {variable}";
        if (!Users(verified).Contains(built.User)) return $"User, '{built.User}'";
        if (settings.WorkingDirectories is [] ? built.WorkingDirectory != verified.WorkingDirectory : !settings.WorkingDirectories.Contains(built.WorkingDirectory)) return $"WorkingDir, '{built.WorkingDirectory}'";
        var commands = settings.Commands(verified.Entrypoint).ToArray();
        if (!Array.Exists(commands, command => command.Entrypoint.SequenceEqual(built.Entrypoint) && command.Cmd.SequenceEqual(built.Cmd))) return $"Entrypoint and Cmd, '{string.Join(' ', built.Entrypoint.Concat(built.Cmd))}'";
        return built.DifferenceInOthers(verified);
    }

    private string? EnvironmentDifference(RunSettings built, RunSettings verified)
    {
        foreach (var (name, value) in built.Environment)
        {
            var expected = settings.Environment.TryGetValue(name, out var own) ? own : verified.Environment.GetValueOrDefault(name);
            if (value != expected && !(own is not null && settings.ValuesMayBeCut && value == own.Split(':')[0])) return name;
        }

        return verified.Environment.Keys.Concat(settings.Environment.Keys).FirstOrDefault(name => !built.Environment.ContainsKey(name));
    }

    // The SDK takes the user from APP_UID, the convention of Microsoft's images, unless the project names one.
    private IEnumerable<string> Users(RunSettings verified)
    {
        if (settings.User.Length > 0) return [settings.User];
        var uid = settings.Environment.GetValueOrDefault("APP_UID") ?? verified.Environment.GetValueOrDefault("APP_UID");
        return uid is null ? [verified.User] : [uid, verified.User];
    }
}
