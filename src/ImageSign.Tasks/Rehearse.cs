using ImageSign.Rehearsals;
using Microsoft.Build.Framework;
using Task = Microsoft.Build.Utilities.Task;

namespace ImageSign.Tasks;

/// <summary>Lets the engine rehearse on another thread while the project is built, so that signing finds everything loaded and compiled.</summary>
[MSBuildMultiThreadableTask]
public sealed class Rehearse : Task
{
    private static int _done;

    /// <summary>True when a base image is going to be verified as well.</summary>
    public bool BaseImage { get; set; }

    /// <inheritdoc />
    public override bool Execute()
    {
        if (Environment.ProcessorCount > 1 && Interlocked.Exchange(ref _done, 1) == 0) _ = System.Threading.Tasks.Task.Run(() => RunAsync(BaseImage));
        return true;
    }

    private static async System.Threading.Tasks.Task RunAsync(bool baseImage)
    {
        try
        {
            await EngineRehearsal.RunAsync(baseImage, CancellationToken.None);
        }
#pragma warning disable CA1031 // Whatever went wrong here is told when it is done in earnest.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }
}
