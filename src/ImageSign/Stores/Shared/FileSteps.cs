namespace ImageSign.Stores.Shared;

/// <summary>Tells tests of each step just before it is taken, so that they can let the disk be full, or the process die, exactly there.</summary>
internal static class FileSteps
{
    private static readonly AsyncLocal<Action<FileStep>?> Observer = new();

    /// <summary>Calls <paramref name="observer"/> before each step of this flow of control; what it throws is what the step throws.</summary>
    public static void Observe(Action<FileStep>? observer) => Observer.Value = observer;

    public static void Before(FileStep step) => Observer.Value?.Invoke(step);
}
