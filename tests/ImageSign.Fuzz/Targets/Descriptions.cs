using System.Text;
using ImageSign.Configuration;
using ImageSign.Configuration.Packages;

namespace ImageSign.Fuzz.Targets;

/// <summary>Image descriptions, and the package databases that they are compared with.</summary>
internal static class Descriptions
{
    public static void Description(byte[] input) => _ = DescriptionReader.Read("the description", new StreamReader(new MemoryStream(input), Encoding.UTF8));

    /// <summary>A layer with a package database in it.</summary>
    public static void Packages(byte[] input) => _ = LayerPackages.ReadAsync(new MemoryStream(TarRepair.Repair(input)), new PackageBudget(), CancellationToken.None).GetAwaiter().GetResult();
}
