using System.Globalization;
using ImageSign.Testing.Images;

namespace ImageSign.Comparison;

/// <summary>Images that differ in nothing but their digests.</summary>
internal static class Images
{
    public static TestImage Number(int number) => TestImages.Build(new TestImageOptions { Created = DateTimeOffset.UnixEpoch.AddSeconds(number) });

    public static string Name(int number) => number.ToString("D5", CultureInfo.InvariantCulture);
}
