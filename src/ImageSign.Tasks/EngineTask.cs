using Microsoft.Build.Framework;
using Task = Microsoft.Build.Utilities.Task;

namespace ImageSign.Tasks;

/// <summary>A task that asks the engine about a registry: can be cancelled, and tells failures in MSBuild's way.</summary>
public abstract class EngineTask : Task, ICancelableTask, IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();

    /// <summary>Hosts that may be reached by plain http or with an untrusted certificate, besides localhost.</summary>
    public string[] InsecureRegistries { get; set; } = [];

    /// <inheritdoc />
    public void Cancel() => _cancellation.Cancel();

    /// <inheritdoc />
    public void Dispose()
    {
        _cancellation.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc />
    public override bool Execute()
    {
        var log = new MSBuildLog(Log);
        try
        {
            RunAsync(log, _cancellation.Token).GetAwaiter().GetResult();
        }
        catch (ImageSignException failure)
        {
            Report(log, failure);
        }
        catch (OperationCanceledException) when (_cancellation.IsCancellationRequested)
        {
            log.Info("The task was cancelled.");
            return false;
        }

        return !Log.HasLoggedErrors;
    }

    private protected virtual void Report(MSBuildLog log, ImageSignException failure) => log.Error(failure);

    private protected abstract System.Threading.Tasks.Task RunAsync(MSBuildLog log, CancellationToken cancellationToken);

    /// <summary>The engine, with the SDK's credential variables for <paramref name="credentialsHost"/> only, and those for pulling for <paramref name="pullsFrom"/>.</summary>
    private protected EngineOptions Engine(string credentialsHost, MSBuildLog log, string? pullsFrom = null) => EngineOptions.CreateDefault(
        VariablePasswordSource.OfDefault(),
        new RegistryOptions { InsecureRegistries = InsecureRegistries, EnvironmentCredentialsHost = credentialsHost, EnvironmentPullHost = pullsFrom, Trace = log.Trace });
}
