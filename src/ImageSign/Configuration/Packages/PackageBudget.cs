using ImageSign.Oci;

namespace ImageSign.Configuration.Packages;

/// <summary>How much of package databases is read, over all layers of an image.</summary>
internal sealed class PackageBudget
{
    private long _bytes;
    private int _packages;

    public void TakeBytes(long count)
    {
        _bytes += count;
        if (_bytes > Limits.MaxPackageDatabaseBytes) throw ErrorCodes.OverLimit.With("The size of the package databases in the image's layers", $"{Limits.MaxPackageDatabaseBytes} bytes");
    }

    public void TakePackage()
    {
        if (++_packages > Limits.MaxPackages) throw ErrorCodes.OverLimit.With("The number of packages in the image's layers", $"{Limits.MaxPackages}");
    }
}
