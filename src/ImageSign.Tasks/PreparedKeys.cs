using ImageSign.Keys;
using Microsoft.Build.Framework;

namespace ImageSign.Tasks;

/// <summary>The keys that were opened before the push and sign after it; MSBuild closes them at the end of the build.</summary>
internal static class PreparedKeys
{
    private const string Name = "ImageSign.Tasks.PreparedKeys";

    public static SharedKeys Of(IBuildEngine engine)
    {
        var objects = (IBuildEngine4)engine;
        if (objects.GetRegisteredTaskObject(Name, RegisteredTaskObjectLifetime.Build) is SharedKeys known) return known;
        var keys = new SharedKeys();
        objects.RegisterTaskObject(Name, keys, RegisteredTaskObjectLifetime.Build, allowEarlyCollection: false);
        return keys;
    }
}
